from __future__ import annotations

import pytest

from feedbackyes.sip.address import Address, caller, came_by, name_address, next_hop, number, uri, via, way_back
from feedbackyes.sip.message import BadMessage, Headers, Request

SOURCE = Address("udp", "203.0.113.5", 40_000)


def request(*fields: tuple[str, str]) -> Request:
    return Request("INVITE", "sip:1@2", Headers(fields))


@pytest.mark.parametrize(
    ("text", "user", "host", "port"),
    [
        ("sip:200@192.0.2.1:5080;transport=udp?x=y", "200", "192.0.2.1", 5080),
        ("sips:example.org", "", "example.org", None),
        ("sip:a@[2001:db8::1]:5060", "a", "2001:db8::1", 5060),
        ("tel:+49-30-555;phone-context=x", "+49-30-555", "", None),
    ],
)
def test_addresses_are_read(text: str, user: str, host: str, port: int | None) -> None:
    found = uri(text)
    assert (found.user, found.host, found.port) == (user, host, port)


@pytest.mark.parametrize("text", ["", "sip:", "http://x", "sip:a@b:99999", "sip:a@b:0", "sip: a@b", "<sip:a@b>"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadMessage):
        uri(text)


def test_a_number_is_compared_without_its_punctuation() -> None:
    assert number(uri("sip:%2B49(30)5.5-5;x=y@h")) == "+4930555"
    assert number(uri("sip:ada-l@h")) == "ada-l"


def test_the_network_knows_better_than_the_caller_who_calls() -> None:
    said = request(("from", "<sip:me@h>;tag=1"), ("p-asserted-identity", '"X" <tel:+4930555>'))
    assert caller(said) == "+4930555"
    assert caller(request(("from", "<sip:anonymous@anonymous.invalid>"))) == ""


@pytest.mark.parametrize("value", ["SIP/2.0/UDP h:0;branch=x", "SIP/2.0/UDP h:65536", "SIP/2.0/UDP h:99999", "SIP/2.0"])
def test_what_is_no_way_back_is_refused(value: str) -> None:
    with pytest.raises(BadMessage):
        via(value)
    assert via("SIP/2.0/UDP h:65535").port == 65535


def test_answers_go_back_where_the_request_came_from() -> None:
    plain, rport = via("SIP/2.0/UDP 10.0.0.9:5070;branch=x"), via("SIP/2.0/UDP 10.0.0.9:5070;rport;branch=x")
    assert way_back(plain, SOURCE) == Address("udp", "203.0.113.5", 5070)
    assert way_back(rport, SOURCE) == SOURCE
    assert way_back(plain, Address("tcp", "203.0.113.5", 1)).port == 1
    assert came_by(plain, SOURCE).endswith(";received=203.0.113.5")
    assert came_by(rport, SOURCE) == "SIP/2.0/UDP 10.0.0.9:5070;rport=40000;branch=x;received=203.0.113.5"


def test_our_requests_go_by_the_route_or_to_the_contact_but_into_no_nat() -> None:
    assert next_hop((), "sip:a@192.0.2.9:5080", SOURCE, behind_nat=False) == Address("udp", "192.0.2.9", 5080)
    assert next_hop((), "sip:a@10.0.0.9", SOURCE, behind_nat=True) == SOURCE
    assert next_hop(("<sip:192.0.2.3;lr>",), "sip:a@10.0.0.9", SOURCE, behind_nat=True).host == "192.0.2.3"
    assert next_hop(("<sip:proxy.example;lr>",), "sip:a@10.0.0.9", SOURCE, behind_nat=False) == SOURCE


def test_names_are_told_from_addresses() -> None:
    found, parameters = name_address('"A <b>; c" <sip:a@b;lr>;tag=7')
    assert (found.user, found.parameters, parameters) == ("a", {"lr": ""}, {"tag": "7"})
