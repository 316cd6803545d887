import pytest

from app.domain.context import Context
from app.domain.draft import Draft
from app.outreach.fingerprints import company_key, fingerprints, recipient_key

SALT = bytes(32)
KILN = "We build small kilns that fire with wood chips and need no chimney."
FAIR = "The first ones stood at the fair in Ghent and ran for four days."


def draft(body: str) -> Draft:
    return Draft(channel="message", body=body)


def test_keys_are_64_bits_and_nothing_without_the_salt():
    message = draft(f"Hi Lou, {KILN} {FAIR}")
    keys = fingerprints(message, Context(), SALT)
    assert list(keys.values()) == [KILN, FAIR]
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert fingerprints(message, Context(), SALT) == keys
    assert not keys.keys() & fingerprints(message, Context(), b"x" * 32).keys()
    assert recipient_key("crm-7", SALT) != recipient_key("crm-7", b"x" * 32)
    assert recipient_key("crm-7", SALT) != recipient_key("CRM-7", SALT)


@pytest.mark.parametrize(
    "name", ["Fieldwise", "FIELDWISE", " Fieldwise,  Inc. ", "Fieldwise GmbH", "fieldwise co. ltd"]
)
def test_a_company_is_the_same_under_any_legal_form(name: str):
    assert company_key(name, SALT) == company_key("fieldwise", SALT)


def test_other_companies_are_others():
    names = ["Fieldwise", "Fieldwise Labs", "Ltd", "Co", "Incas", ""]
    assert len({company_key(name, SALT) for name in names}) == len(names)
