"""JumpCloud's API for this job: typed calls in, typed values or one typed error out.

Every call, body and quirk is from reference/jumpcloud-api.md. Light to import: the transport is
handed in.
"""
