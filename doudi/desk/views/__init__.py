from doudi.desk.views.case import case
from doudi.desk.views.home import home, search

__all__ = ["case", "home", "search"]
