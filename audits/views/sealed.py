from accounts import downloads


def attachment(seal):
    """A sealed file as it was sealed, to be saved under its name."""
    return downloads.attachment(bytes(seal.content), seal.name, seal.media_type)
