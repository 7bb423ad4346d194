"""How much of everything a visitor may send; pages and the published interface show the same figures.

Lengths are counted in Unicode characters after NFC, never in bytes.
"""

NAME = 100
EMAIL = 254  #: RFC 5321, section 4.5.3.1.3, without the angle brackets
PHONE = 40
POSTCODE = 16
CITY = 100
STREET = 200
NOTE = 1000
MESSAGE = 4000  #: in a ticket
ANSWER_NAME = 80  #: of an answer that is sent often
SKU = 64
ID = 64
NUMBER = 32
SECRET = 64
AMOUNT = 20
TOKEN = 200
LANGUAGE = 16
CODE = 64  #: of a promo
LINES = 40  #: different SKUs in one order
THINGS = 60  #: different counted things in one order, bundles unpacked: a store writes them all at once
LINES_SENT = 200  #: entries, before those of one SKU are summed
QUANTITY = 999  #: of one SKU
TRACKING = 64  #: the carrier's number, which the shop writes
COMMENT = 1000  #: of whoever of the shop's people moves an order
SKUS_ASKED = 100  #: of which one look at the shelves tells what is left
PICTURES = 3  #: with one message
PICTURES_OF_TICKET = 30  #: kept in a day
PICTURES_OF_SHOP = 1000  #: kept in a day: 350 MB at most
PICTURE_BYTES = 5 << 20  #: of one, as it is sent
PICTURES_BODY = 12_000_000  #: bytes of a request that may hold pictures

#: Baskets priced and orders looked for, from one network address in an hour. An office or a mobile network
#: may stand behind one address.
LOOKS = 2000
PICTURE_TRIES = 200  #: at requests with pictures: drawing one takes as long as many prices
TRIES = 2000  #: at an order, most of which come to nothing: nobody guesses codes without end
TITLE = 100  #: of a post
TEXT = 5000
PAGE = 500
PROOF = 800
KEY = 255  #: of an idempotent call
POSTS_ASKED = 100  #: whose votes one look tells
POSTS_SHOWN = 2000  #: the newest ideas and reviews; what is older is not listed any more
POSTS_BYTES = 1_500_000  #: of their words; an answer of more than six megabytes leaves no function
VOTES = 60  #: from one network address in an hour
