"""Why a file is not read."""


class Refused(Exception):
    """The short name of the reason, with details for its sentence (`reader` has the words)."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details
