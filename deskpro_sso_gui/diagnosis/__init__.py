"""Facts to findings: what is wrong, how sure that is, whose side it is and what to do.

``conditions`` is the catalogue, the ``…_rules`` modules hold one rule each per condition and kind
of evidence, ``judge`` runs them and names the headline. ``reading`` turns bytes into evidence and
is the one heavy import here, so import it late.
"""
