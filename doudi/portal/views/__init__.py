from doudi.portal.views.case import case
from doudi.portal.views.home import home, messages, phone

__all__ = ["case", "home", "messages", "phone"]
