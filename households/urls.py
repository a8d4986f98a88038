from django.urls import path

from households.views import entry, facts, listing, numbers, record

app_name = "households"
urlpatterns = [
    path("", listing.household_list, name="list"),
    path("search", listing.search, name="search"),
    path("export", listing.export, name="export"),
    path("new", entry.new, name="new"),
    path("drafts/<uuid:draft_id>", entry.entry, name="entry"),
    path("drafts/<uuid:draft_id>/cells", entry.draft, name="draft"),
    path("drafts/<uuid:draft_id>/submission", entry.submission, name="submit"),
    path("drafts/<uuid:draft_id>/discarding", entry.discard, name="discard"),
    path("<int:household_id>", record.record, name="record"),
    path("<int:household_id>/history", record.history, name="history"),
    path("<int:household_id>/amendment", entry.amendment, name="amend"),
    path("<int:household_id>/people/<int:person_id>/facts/<slug:kind>", facts.person_fact, name="fact"),
    path("<int:household_id>/people/<int:person_id>/account", facts.account, name="account"),
    path("<int:household_id>/people/<int:person_id>/book-birth", facts.book_birth, name="book_birth"),
    path("<int:household_id>/marriages/<int:marriage_id>/end", facts.marriage_end, name="marriage_end"),
    path("<int:household_id>/facts/<slug:model>/<int:row_id>/withdrawal", facts.withdrawal, name="withdraw"),
    path("<int:household_id>/people/<int:person_id>/number", numbers.person_number, name="reveal"),
    path("<int:household_id>/accounts/<int:account_id>/number", numbers.account_number, name="reveal_account"),
]
