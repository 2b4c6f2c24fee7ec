"""Reading parameters in force, and the policy library."""

from doudi.policies.queries.parameters import bundle, bundle_for, own_values

__all__ = ["bundle", "bundle_for", "own_values"]
