"""The staff pages: one file (or a few) for each thing that staff look after, all behind `section`.

`section`     makes a part of the staff pages: guarded, never cached, every view marked with the right it needs
`navigation`  the places at the side, and who sees which
`answers`     what a view says after it did something: a message on the next page, or a page that asks "are you sure?"
`changes`     what a row looked like before and after, for the audit

Views stay thin: they read a form, call the same functions of the features that everything else calls, and redirect.
"""
