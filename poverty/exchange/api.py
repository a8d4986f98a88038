"""The exchange for other systems: the log of files, what one that came in says of each household, a file brought in, decided about and registered.

The same commands and queries as the pages, by the same posts. A refusal is answered 403 with its `sentence` and stands in the journal.
"""
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import paging, workbooks
from accounts.forms import without_numbers
from accounts.roles import COUNTY, Role
from poverty.exchange import commands, queries
from poverty.exchange.columns import TABLE
from poverty.models import MatchDecision, Transfer, TransferredHousehold

READERS = COUNTY | {Role.AUDITOR}


class Reads(BasePermission):
    """Whoever may open the pages of the exchange."""

    def has_permission(self, request, view):
        post = request._request.post
        return post is not None and post.role in READERS


class TransferSerializer(serializers.ModelSerializer):
    """A file that came or went; no content."""

    sha256 = serializers.SerializerMethodField()

    class Meta:
        model = Transfer
        fields = (
            "id", "number", "direction", "counterpart", "purpose", "year", "version", "codes", "sha256", "counts", "state", "problem", "made_at",
            "applied_at", "delete_on",
        )  # fmt: skip

    def get_sha256(self, transfer) -> str:
        return bytes(transfer.sha256).hex() if transfer.sha256 else ""


class HouseholdSerializer(serializers.ModelSerializer):
    """What a file says of a household: numbers of the poverty system and ids of our families, no ID number."""

    class Meta:
        model = TransferredHousehold
        fields = (
            "transfer_id", "place", "register_number", "outcome", "household_ids", "unknown", "doubts", "before", "after", "problems", "applied_at",
        )  # fmt: skip


class ReceiveSerializer(serializers.Serializer):
    """A file of the poverty system; the same key is the same file."""

    key = serializers.UUIDField()
    purpose = serializers.CharField(max_length=200, validators=[without_numbers])
    file = serializers.FileField()


class DecisionSerializer(serializers.Serializer):
    """The answer to a doubt of a household: `doubt` is its kind and its person or household, as in name-17."""

    place = serializers.IntegerField(min_value=1)
    doubt = serializers.CharField(max_length=40)
    same = serializers.BooleanField()
    reason = serializers.CharField(max_length=200, validators=[without_numbers])


class MatchDecisionSerializer(serializers.ModelSerializer):
    """What was decided about a doubt: ids of our people and families, and the other name where the name was the doubt."""

    class Meta:
        model = MatchDecision
        fields = ("id", "register_number", "kind", "person_id", "household_id", "said", "same", "reason", "decided_at")


class ReasonSerializer(serializers.Serializer):
    """Why the file is taken."""

    reason = serializers.CharField(max_length=200, validators=[without_numbers])


_AFTER = OpenApiParameter("after", int, description="the last id (or place) of the page before")


class Transfers(APIView):
    permission_classes = [Reads]
    parser_classes = [MultiPartParser]

    @extend_schema(parameters=[_AFTER, OpenApiParameter("direction"), OpenApiParameter("counterpart")], responses=TransferSerializer(many=True))
    def get(self, request):
        """Files of the county, newest first, fifty at a time."""
        chosen = request.query_params.dict()
        return Response(TransferSerializer(paging.page(queries.transfers(chosen), chosen, descending=True).rows, many=True).data)

    @extend_schema(request={"multipart/form-data": ReceiveSerializer}, responses={201: TransferSerializer})
    def post(self, request):
        """Bring in a file of the poverty system; a job reads and matches it."""
        said = valid(ReceiveSerializer, request)
        file = said.pop("file")
        told = {"file_name": file.name, "content": file.read()}
        transfer = commands.receive(**said, **told, by=request._request.post, at=timezone.now())
        return Response(TransferSerializer(transfer).data, status=status.HTTP_201_CREATED)


class TransferredHouseholds(APIView):
    permission_classes = [Reads]

    @extend_schema(
        parameters=[OpenApiParameter("transfer", int), OpenApiParameter("outcome"), _AFTER], responses=HouseholdSerializer(many=True)
    )
    def get(self, request):
        """What a file (`transfer`, its id) says of each household, fifty at a time; empty without one."""
        chosen = request.query_params.dict()
        number = chosen.pop("transfer", "")
        transfer = Transfer.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        if transfer is None:
            return Response([])
        page = paging.page(queries.households(transfer, outcome=chosen.get("outcome", "")), chosen, key="place")
        return Response(HouseholdSerializer(page.rows, many=True).data)


class Decisions(APIView):
    permission_classes = [Reads]

    @extend_schema(request=DecisionSerializer, responses={204: None})
    def post(self, request, transfer_id):
        """Decide a doubt; later files go by it."""
        commands.decide(transfer_id=transfer_id, **valid(DecisionSerializer, request), by=request._request.post, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class MatchDecisions(APIView):
    permission_classes = [Reads]

    @extend_schema(parameters=[OpenApiParameter("register_number"), _AFTER], responses=MatchDecisionSerializer(many=True))
    def get(self, request):
        """Decisions that stand, newest first, fifty at a time."""
        chosen = request.query_params.dict()
        found = queries.decisions(register_number=chosen.get("register_number", "").strip())
        return Response(MatchDecisionSerializer(paging.page(found, chosen, descending=True).rows, many=True).data)


class Withdrawal(APIView):
    permission_classes = [Reads]

    @extend_schema(request=None, responses={204: None})
    def post(self, request, decision_id):
        """Withdraw a decision that was wrong; the next file asks again."""
        commands.withdraw_decision(decision_id=decision_id, by=request._request.post, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Registration(APIView):
    permission_classes = [Reads]

    @extend_schema(request=None, responses={202: TransferSerializer})
    def post(self, request, transfer_id):
        """Have the households that are ready registered by a job."""
        transfer = commands.start_applying(transfer_id=transfer_id, by=request._request.post, at=timezone.now())
        return Response(TransferSerializer(transfer).data, status=status.HTTP_202_ACCEPTED)


class Discard(APIView):
    permission_classes = [Reads]

    @extend_schema(request=None, responses=TransferSerializer)
    def post(self, request, transfer_id):
        """Discard a file that will not be registered, or the job of which stopped half way."""
        transfer = commands.discard(transfer_id=transfer_id, by=request._request.post, at=timezone.now())
        return Response(TransferSerializer(transfer).data)


class ReturnedRows(APIView):
    permission_classes = [Reads]

    @extend_schema(request=ReasonSerializer, responses={(200, workbooks.MEDIA_TYPE): OpenApiTypes.BINARY})
    def post(self, request, transfer_id):
        """The sender's own rows that stay out, numbers in full, each with why; the reason is on record."""
        said = valid(ReasonSerializer, request)
        return attached(commands.hand_back(transfer_id=transfer_id, **said, by=request._request.post, at=timezone.now()))


class TransferTemplate(APIView):
    @extend_schema(responses={(200, workbooks.MEDIA_TYPE): OpenApiTypes.BINARY})
    def get(self, request):
        """The empty workbook of a file that comes in."""
        return attached(TABLE.template())


def attached(content):
    """A workbook as the answer, kept by nobody on the way."""
    return HttpResponse(content, content_type=workbooks.MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def valid(kind, request):
    """What a request says, read by a serializer; answered 400 with the field (`at`) and one sentence when it is not as it should be."""
    asked = kind(data=request.data)
    if not asked.is_valid():
        at = next(iter(asked.errors))
        said = asked.errors[at][0]
        sentence = said if said.code == "whole_number" else _("“%(field)s”没有填写，或不是所要的格式。") % {"field": at}
        raise serializers.ValidationError({"at": at, "sentence": sentence})
    return dict(asked.validated_data)
