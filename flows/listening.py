"""The address that Prefect's server listens on."""

import socket

from flows.errors import ServerLostError


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at ``host`` and ``port`` (0: any that is free).

    Raises ``ServerLostError`` when the address cannot be had: it may be free later.
    """
    try:
        return socket.create_server((host, port))
    except OSError as error:
        said = (error.strerror or str(error)).partition(" (while ")[0]
        message = f"port {port} of {host} cannot be had ({said}): end what listens there, or set another"
        raise ServerLostError(f"{message} (host and port in the section schedule)") from error
