"""A snapshot's page: read without an account, told to no other site, kept by no cache, changed by nobody."""

from __future__ import annotations

import re

import time_machine
from django.test import Client

from milepost.day import writes as day
from milepost.forecast import writes as forecasting
from milepost.plans import reads as plans
from tests.cast import NOW, Firm


@time_machine.travel(NOW)
def test_a_colleague_reads_it_without_an_account(firm: Firm, client: Client) -> None:
    forecasting.conclude(firm.project_id, now=NOW)
    secret = day.share_snapshot(firm.manager.actor, firm.project_id, days=30, now=NOW).secret
    answer = client.get(f"/snapshots/{secret}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert firm.mark in page
    assert page.count('<td class="name">') == len(plans.names(firm.project_id))
    assert "<form" not in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"/snapshots/{secret}x/").status_code == 404


@time_machine.travel(NOW)
def test_its_address_is_shown_once(firm: Firm, manager: Client) -> None:
    address = f"/projects/{firm.project_id}/snapshots/"
    once = re.search(r'name="once" value="([^"]+)"', manager.get(address).content.decode())
    assert once
    sent = {"days": "30", "once": once[1]}
    first, second = (manager.post(address, sent).content.decode() for _ in range(2))
    shown = re.search(r"/snapshots/([\w-]+)/</code>", first)
    assert shown
    assert manager.get(f"/snapshots/{shown[1]}/").status_code == 200
    assert shown[1] not in second
    assert "made already" in second
    assert manager.post(address, {"days": "3000"}).status_code == 422


@time_machine.travel(NOW)
def test_a_plan_page_leads_to_paper_and_colleagues(firm: Firm, manager: Client) -> None:
    page = manager.get(f"/projects/{firm.project_id}/").content.decode()
    assert f"/projects/{firm.project_id}/snapshots/" in page
    assert f"/projects/{firm.project_id}/paper/" in page
    answer = manager.get(f"/projects/{firm.project_id}/export/?format=pdf&paper=A3&turned=portrait&across=2&depth=20")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert manager.get(f"/projects/{firm.project_id}/export/?format=pdf&paper=A9").status_code == 422
