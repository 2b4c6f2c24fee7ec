from doudi.desk.views.award import award
from doudi.desk.views.case import case
from doudi.desk.views.home import home, search

__all__ = ["award", "case", "home", "search"]
