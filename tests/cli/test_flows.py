"""The page of procedures: every place and every number of its flow stands there."""

from doudi.cli import reference
from doudi.cli.flows import flows_page
from doudi.policies.rules.flows import shipped_flows


def test_every_flow_is_there_with_steps_stops_and_grounds():
    page = flows_page()
    for flow in shipped_flows():
        for step in flow.steps:
            assert step.label in page
        for ground in (*flow.stops, *flow.extends, *flow.conference_grounds):
            assert ground.label in page
        for item in flow.later_items:
            assert item.label in page
        assert f"{flow.total_workdays} 个工作日" in page
    assert "湖南省益阳市资阳区" in page
    assert "江苏省常州市" in page
    assert "没有村级初审这一步" in page


def test_every_table_of_moves_has_a_diagram_with_a_title():
    titles = [title for title, _ in reference.tables()]
    assert {"申请 · applications", "待遇 · awards", "发放批次 · payment runs"} <= set(titles)
    assert all("." not in title for title in titles), "name it in doudi.cli.reference.TITLES"
