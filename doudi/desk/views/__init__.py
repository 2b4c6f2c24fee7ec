from doudi.desk.views.award import award
from doudi.desk.views.case import case
from doudi.desk.views.home import home, search
from doudi.desk.views.reminders import reminders

__all__ = ["award", "case", "home", "reminders", "search"]
