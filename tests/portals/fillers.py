"""Paragraphs of the genre that state no fact of the four kinds; they stand between the planted ones."""

FILLERS = (
    "Nhiều ý kiến tại các tổ thảo luận cho rằng hồ sơ dồn về cuối tuần khiến cán bộ tiếp nhận quá tải, "
    "trong khi đầu tuần lại vắng. Cách chia lịch hẹn theo khung giờ đang được một số phường làm thử và "
    "được bà con khen là đỡ phải chờ.",
    "Lãnh đạo các địa phương thống nhất rằng khâu yếu nhất vẫn là phối hợp: nơi này xong việc nhưng nơi "
    "kia chưa trả lời, hồ sơ nằm lại mà không ai báo cho người nộp. Người đứng đầu từng cơ quan phải tự "
    "kiểm tra việc này chứ không đợi cấp trên nhắc.",
    "Ở các xã vùng xa, tổ công nghệ số cộng đồng đến từng nhà hướng dẫn cài ứng dụng, chỉ cách nộp hồ sơ "
    "và tra cứu kết quả. Bà con lớn tuổi ban đầu còn ngại, nay đã quen dần và biết nhờ con cháu làm giúp.",
    "Một số doanh nghiệp phản ánh văn bản hướng dẫn đến chậm, mỗi nơi hiểu một cách. Cơ quan chuyên môn "
    "hứa sẽ soạn lại bộ câu hỏi thường gặp bằng lời dễ hiểu và treo ngay tại quầy tiếp nhận.",
    "Qua kiểm tra đột xuất, đoàn ghi nhận nề nếp làm việc được giữ tốt, sổ sách rõ ràng, cán bộ mang thẻ "
    "và có mặt đúng giờ. Vẫn còn nơi để người dân đứng chờ ngoài nắng, đoàn đề nghị khắc phục ngay.",
    "Công tác tuyên truyền được đổi mới theo hướng ngắn gọn, dùng hình ảnh và câu chuyện thật. Loa truyền "
    "thanh của khu phố, nhóm tin nhắn của tổ dân phố đều được dùng để báo lịch làm việc và cách nộp hồ sơ.",
    "Về nguồn lực, các cơ quan được yêu cầu tự sắp xếp trong dự toán đã giao, ưu tiên máy quét và đường "
    "truyền cho bộ phận một cửa cấp xã, không mua sắm phô trương, không để thiết bị nằm kho.",
    "Phần thảo luận diễn ra thẳng thắn. Đại diện hội doanh nghiệp trẻ mong có đầu mối trả lời nhanh, còn "
    "đại diện hội nông dân mong thủ tục vay vốn bớt giấy tờ xác nhận vòng vo.",
    "Theo đánh giá chung, chất lượng đội ngũ là yếu tố quyết định. Vì vậy việc luân chuyển, bồi dưỡng cán "
    "bộ trẻ và bảo vệ người dám nghĩ, dám làm được đặt lên trước, gắn với kỷ luật phát ngôn và đạo đức "
    "công vụ.",
    "Các ngành cam kết công khai địa chỉ thư và số máy trực để người dân phản ánh, đồng thời giao người "
    "theo dõi từng phản ánh đến khi có câu trả lời cuối cùng.",
    "Nhìn lại chặng đường vừa qua, điều đáng quý là sự đồng thuận. Khi người dân hiểu vì sao phải làm, họ "
    "sẵn sàng hiến đất mở đường, dời hàng rào và cùng giữ gìn công trình chung.",
    "Đối với dữ liệu dùng chung, tỉnh chọn cách làm chắc từng bước: rà soát, làm sạch, rồi mới kết nối. "
    "Nơi nào dữ liệu còn sai lệch thì chưa đưa vào khai thác.",
    "Trong phần trao đổi, nhiều đại biểu kể lại kinh nghiệm của cơ sở: viết thư xin lỗi khi trễ hẹn, gọi "
    "điện báo trước cho người nộp, cử đoàn viên trực hỗ trợ vào giờ cao điểm.",
    "Bên cạnh mặt được, báo cáo cũng chỉ ra sự chuyển biến chưa đều giữa các địa phương; vài nơi còn coi "
    "đây là việc riêng của cơ quan nội vụ nên làm theo kiểu đối phó.",
    "Khép lại chương trình, các đại biểu tham quan khu trưng bày sản phẩm đặc trưng và trao đổi với các "
    "hợp tác xã về cách đưa hàng lên sàn thương mại điện tử.",
    "Sắp tới, cơ quan thường trực sẽ tổng hợp góp ý, hoàn thiện tài liệu và gửi lại các đơn vị để thống "
    "nhất trước khi trình cấp có thẩm quyền.",
)
