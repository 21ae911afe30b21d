"""The domain: studies, views, findings, how files become studies, and triage order."""
