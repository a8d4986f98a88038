from django.core.files.uploadedfile import SimpleUploadedFile

from tests.imports.test_families import but
from tests.imports.walking import checked, imported
from tests.imports.workbooks import an_xlsx, two_girls
from tests.pages.acts import Sent, act


@act("imports:new", event="import.uploaded")
def new(county):
    return Sent(county.clerk, fields={"file": SimpleUploadedFile("新增家庭.xlsx", an_xlsx(two_girls()))})


@act("imports:import", event="import.started")
def take_in(county):
    return Sent(county.clerk, [checked(an_xlsx(two_girls()), county.clerk).pk])


@act("imports:give_up", event="import.given_up")
def give_up(county):
    return Sent(county.clerk, [checked(an_xlsx(two_girls()), county.clerk).pk])


@act("imports:take_back", event="import.taking_back_started")
def take_back(county):
    return Sent(county.clerk, [imported(checked(an_xlsx(two_girls()), county.clerk), county.clerk).pk])


@act("imports:returned_rows", event="import.rows_returned", method="get")
def returned_rows(county):
    return Sent(county.clerk, [checked(an_xlsx(but(two_girls(), 3, name="1")), county.clerk).pk])


@act("imports:list_export", event="imports.exported", method="get")
def list_export(county):
    return Sent(county.clerk)
