"""How does a reader see it move? One page, or one widget, from small ES modules.

`js/` holds the modules: a model, a state, a view each, and two hosts. Python puts them into one
page with the recorded studies beside them, or gives them to a notebook; it computes nothing that
they show.

Imports words, table, evidence, auditing, reports; anywidget, numpy, traitlets.
"""
