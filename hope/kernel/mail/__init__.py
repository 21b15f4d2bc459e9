"""Mail: written down in the transaction of its cause, rendered and sent by the worker.

`outbox.post` puts a message into the outbox; `compose` turns it into subject, text and HTML;
`transport` hands it to a mail server, or keeps it for `/dev/mail`; `delivery` does the three in order.
"""
