"""A file handed to the browser."""
from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content, name, media_type):
    """Bytes or text, to be saved under a name."""
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": content_disposition_header(True, name)})
