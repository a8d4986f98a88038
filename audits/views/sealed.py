from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(seal):
    """A sealed file as it was sealed, to be saved under its name."""
    response = HttpResponse(bytes(seal.content), content_type=seal.media_type)
    response["Content-Disposition"] = content_disposition_header(True, seal.name)
    return response
