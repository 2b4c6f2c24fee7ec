from tests.chaos import windows
from tests.chaos.pages import Page
from tests.chaos.windows import Windows


def test_the_form_that_was_carried_out_is_remembered_though_it_came_second(monkeypatch):
    said = {"first": Page(422, "", "no"), "second": Page(302, "/desk/payments/1/", "")}
    monkeypatch.setattr(windows, "send", lambda session, _press, _key: said[session])
    two = Windows(["first", "second"], one_form=False)
    assert two.post("draft", "run", "/desk/payments/draft/") == "/desk/payments/1/"
    assert [(press.what, press.location) for press in two.pressed] == [
        ("draft", "/desk/payments/1/")
    ]
    assert two.others == [("draft", said["first"])]
