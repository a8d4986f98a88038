from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from benefits import trials
from benefits.rules import Unusable


class HoldsPost(BasePermission):
    """Whoever may open the page of a trial: anyone signed in. A case is described here; no recorded family is read."""

    def has_permission(self, request, view):
        return request._request.post is not None


class CaseParser(JSONParser):
    """JSON as `evaluate` reads it."""

    def parse(self, stream, media_type=None, parser_context=None):
        return trials.read(stream.read())


class Evaluations(APIView):
    """Calculates one case of the evaluation format, or a list of them, and stores nothing.

    An input that cannot be used is answered 400 with the place in it (`at`) and one sentence.
    """

    permission_classes = [HoldsPost]
    parser_classes = [CaseParser]

    @extend_schema(request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT, 400: OpenApiTypes.OBJECT})
    def post(self, request):
        try:
            return Response(trials.answers(request.data))
        except Unusable as error:
            return Response({"at": error.place, "sentence": error.sentence}, status=status.HTTP_400_BAD_REQUEST)
