"""The report's pictures: plain SVG, bounded in nodes whatever the case's size, readable in print and on dark screens."""

from ringfence.respond.charts.cost import cost_chart
from ringfence.respond.charts.daily import daily_chart
from ringfence.respond.charts.hours import hour_chart
from ringfence.respond.charts.picture import Chart
from ringfence.respond.charts.reach import reach_chart

__all__ = ["Chart", "cost_chart", "daily_chart", "hour_chart", "reach_chart"]
