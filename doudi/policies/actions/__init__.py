"""Storing bundles; a place's own parameters and documents, by two persons."""

from doudi.policies.actions.documents import check_document, propose_document, reject_document
from doudi.policies.actions.parameters import (
    check_value,
    propose_value,
    reject_value,
    store_bundle,
)

__all__ = [
    "check_document",
    "check_value",
    "propose_document",
    "propose_value",
    "reject_document",
    "reject_value",
    "store_bundle",
]
