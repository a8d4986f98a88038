"""Files that go out, for other systems: asked for by one post, handed out to another with a reason. The same commands as the pages."""
from django.utils import timezone
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import workbooks
from accounts.forms import without_numbers
from benefits.exchange import commands
from poverty.exchange.api import Reads, ReasonSerializer, TransferSerializer, attached, valid
from poverty.models import Transfer


class AskSerializer(serializers.Serializer):
    """A file for a department about a year; the same key is the same file."""

    key = serializers.UUIDField()
    counterpart = serializers.ChoiceField(choices=Transfer.Counterpart.choices)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    purpose = serializers.CharField(max_length=200, validators=[without_numbers])


class OutgoingTransfers(APIView):
    permission_classes = [Reads]

    @extend_schema(request=AskSerializer, responses={201: TransferSerializer})
    def post(self, request):
        """Have a file made; a job makes it and seals it."""
        transfer = commands.ask(**valid(AskSerializer, request), by=request._request.post, at=timezone.now())
        return Response(TransferSerializer(transfer).data, status=status.HTTP_201_CREATED)


class TransferFile(APIView):
    permission_classes = [Reads]

    @extend_schema(request=ReasonSerializer, responses={(200, workbooks.MEDIA_TYPE): OpenApiTypes.BINARY})
    def post(self, request, transfer_id):
        """The file with full numbers, to another person than who asked for it; the reason is on record."""
        said = valid(ReasonSerializer, request)
        _name, content = commands.hand_out(transfer_id=transfer_id, **said, by=request._request.post, at=timezone.now())
        return attached(content)
