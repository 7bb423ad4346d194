"""Every sentence a function says to a person, by code, in every language the interface speaks.

The pages of the site have their own in `templates/words/`; a code that both know says the same in both.

say(language, code, **values) -> the sentence with its {values} filled in
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shop.money import Money
from shop.text import Text

#: Spoken to shops in any language that has no words of its own here.
FALLBACK = "en"

_EN = {
    # What is wrong with a field.
    "required": "Please fill this in.",
    "not_text": "Please send this as text.",
    "not_a_group": "Named fields belong here.",
    "not_a_list": "A list belongs here.",
    "too_long": "Please use no more than {limit} characters.",
    "control_characters": "There are invisible characters in here. Please type it anew.",
    "unknown_field": "There is no such field.",
    "no_lines": "The basket is empty.",
    "too_many_lines": "An order can hold {limit} different things. Please split it.",
    "too_many_things": "With all that its sets consist of, an order can hold {limit} different things."
    " Please split it.",
    "quantity_range": "Please choose a whole number from 1 to {limit}.",
    "not_on_sale": "{sku} is not on sale (any more).",
    "choose_delivery": "Please choose how you would like to get it.",
    "not_delivered_there": "This way of delivery does not reach that country. Please choose another.",
    "choose_payment": "Please choose how you would like to pay.",
    "unknown_language": "Please choose one of: {languages}.",
    "unknown_promo": "This code is not valid here. Please remove it to go on.",
    "promo_not_yet": "This code is not valid yet: it begins on {from}.",
    "promo_over": "This code is no longer valid. Please remove it to go on.",
    "promo_minimum": "This code is for orders of {minimum} and more. Please add something, or remove it.",
    "promo_other_goods": "This code is for other goods than those in the basket.",
    "promo_used_up": "This code has been used as often as it may be. Please remove it to go on.",
    "promo_used": "You have used this code already. Please remove it to go on.",
    "promo_idle": "The order would not be any cheaper with this code, so it stays unused.",
    "too_heavy": "The basket is too heavy for this way of delivery. Please choose another.",
    "not_an_amount": "Please write an amount in {currency}, such as 12.50.",
    "not_an_email": "This does not look like an e-mail address. Please check it.",
    "not_a_number": "This is no order number. It looks like V-10427-7; please check every digit.",
    "too_many_skus": "Please ask for {limit} at once.",
    "not_a_phone": "This does not look like a phone number. Please check it, with the country's code.",
    "email_or_phone": "Please leave an e-mail address or a phone number, so that we can reach you.",
    # Why a request was not done.
    "invalid": "Please look at these fields again.",
    "price_changed": "The total is different now. Please check it before you order.",
    "not_enough": "There is not enough of something in the basket. Nothing has been ordered.",
    "confirm": "Please check your order once more. Nothing has been ordered yet.",
    "key_missing": "An order needs an Idempotency-Key header, so that it can never be placed twice.",
    "key_malformed": "An idempotency key is 8 to 255 visible ASCII characters.",
    "key_reused": "This idempotency key has already placed another order.",
    "already_ordered": "An order was already placed from this page. To place another one, send it again.",
    "unavailable": "This cannot be done right now. Nothing has been ordered; please try again in a minute.",
    "too_many": "That was a lot at once. Nothing was ordered. Please try again in {minutes} min, or call us.",
    "illegal_move": "This cannot be done with the order any more.",
    "stale": "The order has changed in the meantime. Please look again.",
    "order_not_found": "There is no order with that number and key.",
    "not_found": "There is nothing at this address.",
    "method_not_allowed": "This address does not answer that method.",
    "too_large": "This is more than can be sent at once.",
    "too_slow": "What was sent did not arrive in time. Please send it again.",
    "unsupported_type": "Please send JSON or a form, in UTF-8.",
    "malformed": "What was sent cannot be read.",
    "sent_twice": "The field {field} was sent twice.",
    "too_deep": "What was sent is nested too deeply or holds too many values.",
    "cross_site": "This form can only be sent from the shop's own pages.",
    "unexpected": "Something went wrong on our side.",
    # What pages and letters say.
    "skip": "Skip to the content",
    "checkout_title": "Checkout",
    "checkout_errors": "Please look at these fields again:",
    "errors_prefix": "Please check:",
    "checkout_summary": "Your order",
    "quantity": "Quantity",
    "basket_not_enough": "Only {n} left. Please take fewer.",
    "gone": "Sold out for now. Please set it to 0 to go on.",
    "goods": "Goods",
    "delivery": "Delivery",
    "free": "free",
    "tax_added": "{rate}% tax",
    "tax_included": "including {rate}% tax",
    "total": "Total",
    "checkout_contact": "How we reach you",
    "field_optional": "(optional)",
    "field_name": "Name",
    "field_email": "E-mail",
    "field_email_hint": "For the confirmation and the link to your order.",
    "field_phone": "Phone",
    "field_phone_hint": "An e-mail address or a phone number is enough.",
    "delivery_hint": "The total follows your choice.",
    "recalculate": "Update the total",
    "checkout_address": "Where to",
    "address_hint": "Leave this empty if you pick it up yourself.",
    "field_country": "Country",
    "field_country_hint": "Two letters, such as DE.",
    "field_postcode": "Postcode",
    "field_city": "City",
    "field_street": "Street and number",
    "checkout_payment": "Payment",
    "checkout_promo": "Promo code",
    "free_delivery": "free delivery",
    "checkout_note": "A note for us",
    "checkout_button": "Place the order",
    "thanks_title": "Thank you",
    "thanks_text": "Your order has arrived. We have written it down and will answer soon.",
    "order_number": "Order number",
    "promise_minute": "You will hear from us within a minute of working time.",
    "promise_minutes": "You will hear from us within {n} minutes of working time.",
    "promise_hours": "You will hear from us within {n} h of working time.",
    "placed_letter": "A confirmation is on its way to your e-mail address.",
    "follow": "Follow the order",
    "follow_hint": "This link is yours alone: whoever has it can see the order. Keep it.",
    "back_to_shop": "Back to the shop",
    "order_heading": "Order {number}",
    "status_new": "Received, waiting for our answer",
    "status_approval": "Confirmed, we are getting it ready",
    "status_approval_quick": "Received, we will call you back",
    "status_approval_quick_mail": "Received, we will write to you",
    "status_assembling": "Being packed",
    "status_delivery": "On the way",
    "status_delivery_pickup": "Ready for you",
    "status_complete": "Done",
    "status_cancel": "Cancelled",
    "reason_no_call": "We could not reach you.",
    "reason_no_product": "Something in it has run out.",
    "reason_bought_elsewhere": "You have found it elsewhere.",
    "reason_delivery_does_not_suit": "Delivery did not suit you.",
    "reason_price_does_not_suit": "The price did not suit you.",
    "reason_duplicate": "It was the same as another order of yours.",
    "reason_spam": "We took it for an order that nobody meant.",
    "reason_customer": "You have cancelled it yourself.",
    "reason_other": "Please ask us if you would like to know why.",
    "next_check": "We check that everything is here and get back to you by {by}.",
    "next_check_soon": "We check that everything is here and get back to you.",
    "next_call": "We call you by {by} to agree on delivery and payment. Nothing has to be paid yet.",
    "next_call_soon": "We call you to agree on delivery and payment. Nothing has to be paid yet.",
    "next_write": "We write to you by {by} to agree on delivery and payment. Nothing has to be paid yet.",
    "next_write_soon": "We write to you to agree on delivery and payment. Nothing has to be paid yet.",
    "next_late": "This takes longer than we promised; we are sorry. Please call or write if you cannot wait.",
    "next_approval": "Everything is agreed. Next we pack it.",
    "next_assembling": "It is being packed. You see here when it leaves.",
    "next_delivery": "It has left us. Please have somebody there to take it in.",
    "next_delivery_pickup": "It waits for you in the shop.",
    "next_complete": "We hope you enjoy it. If anything is not as it should be, please write or call.",
    "next_cancel": "Nothing will be sent.",
    "too_late": "It is too late to cancel this order here. Please write or call us.",
    "link_sent": "If there is such an order, its link is on the way to the e-mail address given with it.",
    "link_sent_hint": "It should be there in a few minutes; please look among the unwanted mail, too.",
    "find_title": "Find my order",
    "changed": "This is not as it was a moment ago",
    "changed_short": "{name}: you wanted {wanted}, only {n} left",
    "changed_out": "{name}: sold out",
    "changed_lost": "{name}: no longer sold",
    "changed_total": "Total: {before} before, {now} now",
    "changed_cut": "Below stands what can be had, and what it costs. Nothing has been ordered yet.",
    "one_click": "Order in one click",
    "one_click_text": "A phone number or an e-mail address is enough. We get in touch to agree on delivery"
    " and payment; nothing has to be paid before that.",
    "one_click_name": "What to call you",
    "one_click_total": "Total, without delivery",
    "one_click_button": "Send the order",
    "order_bill": "What you ordered",
    "order_placed": "Placed",
    "order_tracking": "The carrier's number",
    "order_ahead": "still to come",
    "order_returned": "Came back",
    "order_again": "Order again",
    "order_gone": "No longer sold: {names}.",
    "order_cancel": "Cancel this order",
    "order_cancel_sure": "Nothing has been packed yet, so it can still be cancelled. This cannot be undone.",
    "order_cancel_yes": "Yes, cancel it",
    "trap": "Please leave this field empty",
    "duration_minutes": "{n} min",
    "duration_hours": "{n} h",
    # What only the owner reads.
    "doubt_trap": "A field was filled in that people do not see.",
    "doubt_no_token": "It did not come from a form of the shop.",
    "doubt_too_fast": "The form was sent within two seconds.",
    "doubt_old_token": "The form had been open for more than a day.",
    "doubt_reused_token": "The same form had been sent before.",
    "doubt_many_of_contact": "More orders than usual came from this phone number or e-mail within an hour.",
    "doubt_many": "More orders than usual came from everybody together within an hour.",
    "flag_undeliverable": "Letters to the customer’s e-mail come back; none is sent any more. Please call.",
    "flag_complaint": "The customer reported our letter as spam; none is sent any more. Please call.",
    "flag_no_letter": "The customer was not written to: too many letters went to that address that day.",
    "letter_order_received": "Letter “Thank you for your order”",
    "letter_order_link": "Letter with the link to the order",
    "letter_order_confirmed": "Letter “Your order is confirmed”",
    "letter_order_packing": "Letter “We are packing your order”",
    "letter_order_sent": "Letter “Your order is on its way”",
    "letter_order_done": "Letter “Your order is done”",
    "letter_order_cancelled": "Letter “Your order is cancelled”",
    "letter_order_placed": "Letter about a new order",
    "letter_order_overdue": "Letter about an order that waits",
    "letter_order_withdrawn": "Letter about an order that its customer cancelled",
    "letter_outbox_dead": "Letter about a message that was not delivered",
    "webhook": "Webhook {event}",
    "problem": "That did not work",
    "problem_back": "The browser's Back button brings you back to what you typed.",
}

_RU = {
    "required": "Заполните это поле.",
    "not_text": "Здесь нужен текст.",
    "not_a_group": "Здесь нужны поля с именами.",
    "not_a_list": "Здесь нужен список.",
    "too_long": "Не больше {limit} знаков, пожалуйста.",
    "control_characters": "Здесь есть невидимые символы. Наберите текст заново.",
    "unknown_field": "Такого поля нет.",
    "no_lines": "Корзина пуста.",
    "too_many_lines": "В заказе может быть не больше {limit} разных товаров. Разделите его, пожалуйста.",
    "too_many_things": "Вместе с содержимым наборов в заказе может быть не больше {limit} разных товаров."
    " Разделите его, пожалуйста.",
    "quantity_range": "Нужно целое число от 1 до {limit}.",
    "not_on_sale": "{sku}: такого товара нет в продаже.",
    "choose_delivery": "Выберите, как вы хотите получить заказ.",
    "not_delivered_there": "Этот способ доставки не работает для этой страны. Выберите другой.",
    "choose_payment": "Выберите способ оплаты.",
    "unknown_language": "Выберите один из языков: {languages}.",
    "unknown_promo": "Этот код здесь не действует. Уберите его, чтобы продолжить.",
    "promo_not_yet": "Этот код ещё не действует: он начнёт действовать {from}.",
    "promo_over": "Этот код больше не действует. Уберите его, чтобы продолжить.",
    "promo_minimum": "Этот код действует для заказов от {minimum}. Добавьте что-нибудь или уберите его.",
    "promo_other_goods": "Этот код не для тех товаров, что лежат в корзине.",
    "promo_used_up": "Этот код уже использован столько раз, сколько можно. Уберите его, чтобы продолжить.",
    "promo_used": "Вы уже использовали этот код. Уберите его, чтобы продолжить.",
    "promo_idle": "С этим кодом заказ не станет дешевле, поэтому он останется неиспользованным.",
    "too_heavy": "Корзина слишком тяжёлая для этого способа доставки. Выберите другой.",
    "not_an_amount": "Напишите сумму в {currency}, например 12.50.",
    "not_an_email": "Это не похоже на адрес почты. Проверьте его, пожалуйста.",
    "not_a_number": "Это не номер заказа. Он выглядит так: V-10427-7; проверьте каждую цифру.",
    "too_many_skus": "Не больше {limit} за один раз, пожалуйста.",
    "not_a_phone": "Это не похоже на номер телефона. Проверьте его и добавьте код страны.",
    "email_or_phone": "Оставьте почту или телефон, чтобы мы могли с вами связаться.",
    "invalid": "Посмотрите, пожалуйста, на эти поля ещё раз.",
    "price_changed": "Сумма изменилась. Проверьте её перед заказом.",
    "not_enough": "Чего-то из корзины не хватает. Заказ не оформлен.",
    "confirm": "Проверьте заказ ещё раз. Пока ничего не заказано.",
    "key_missing": "Заказу нужен заголовок Idempotency-Key, чтобы он не оформился дважды.",
    "key_malformed": "Ключ идемпотентности — от 8 до 255 видимых знаков ASCII.",
    "key_reused": "С этим ключом идемпотентности уже оформлен другой заказ.",
    "already_ordered": "С этой страницы заказ уже оформлен. Если нужен ещё один, отправьте его снова.",
    "unavailable": "Сейчас это не получается. Ничего не заказано; попробуйте через минуту.",
    "too_many": "Слишком много за один раз. Заказ не оформлен. Попробуйте через {minutes} мин или позвоните.",
    "illegal_move": "С этим заказом так уже нельзя.",
    "stale": "Заказ тем временем изменился. Посмотрите ещё раз.",
    "order_not_found": "Заказа с таким номером и ключом нет.",
    "not_found": "По этому адресу ничего нет.",
    "method_not_allowed": "Этот адрес не отвечает на такой метод.",
    "too_large": "Это больше, чем можно отправить за раз.",
    "too_slow": "Отправленное не дошло вовремя. Отправьте ещё раз, пожалуйста.",
    "unsupported_type": "Отправьте JSON или форму, в UTF-8.",
    "malformed": "Отправленное не удалось прочитать.",
    "sent_twice": "Поле {field} отправлено дважды.",
    "too_deep": "В отправленном слишком много уровней или значений.",
    "cross_site": "Эту форму можно отправить только со страниц самого магазина.",
    "unexpected": "У нас что-то сломалось.",
    "skip": "Перейти к содержанию",
    "checkout_title": "Оформление заказа",
    "checkout_errors": "Посмотрите, пожалуйста, на эти поля ещё раз:",
    "errors_prefix": "Проверьте:",
    "checkout_summary": "Ваш заказ",
    "quantity": "Количество",
    "basket_not_enough": "Осталось только {n}. Пожалуйста, возьмите меньше.",
    "gone": "Сейчас распродано. Поставьте 0, чтобы продолжить.",
    "goods": "Товары",
    "delivery": "Доставка",
    "free": "бесплатно",
    "tax_added": "НДС {rate} %",
    "tax_included": "в том числе НДС {rate} %",
    "total": "Итого",
    "checkout_contact": "Как с вами связаться",
    "field_optional": "(необязательно)",
    "field_name": "Имя",
    "field_email": "Электронная почта",
    "field_email_hint": "Для подтверждения и ссылки на заказ.",
    "field_phone": "Телефон",
    "field_phone_hint": "Достаточно почты или телефона.",
    "delivery_hint": "Итоговая сумма зависит от выбора.",
    "recalculate": "Пересчитать сумму",
    "checkout_address": "Куда доставить",
    "address_hint": "Не заполняйте, если забираете сами.",
    "field_country": "Страна",
    "field_country_hint": "Две буквы, например DE.",
    "field_postcode": "Индекс",
    "field_city": "Город",
    "field_street": "Улица и дом",
    "checkout_payment": "Оплата",
    "checkout_promo": "Промокод",
    "free_delivery": "бесплатная доставка",
    "checkout_note": "Пожелания к заказу",
    "checkout_button": "Заказать",
    "thanks_title": "Спасибо",
    "thanks_text": "Ваш заказ у нас. Мы его записали и скоро ответим.",
    "order_number": "Номер заказа",
    "promise_minute": "Ответим в течение минуты рабочего времени.",
    "promise_minutes": "Ответим в течение {n} мин. рабочего времени.",
    "promise_hours": "Ответим в течение {n} ч. рабочего времени.",
    "placed_letter": "Подтверждение уже в пути на вашу почту.",
    "follow": "Следить за заказом",
    "follow_hint": "Эта ссылка только ваша: по ней виден заказ. Сохраните её.",
    "back_to_shop": "Вернуться в магазин",
    "order_heading": "Заказ {number}",
    "status_new": "Получен, ждёт нашего ответа",
    "status_approval": "Подтверждён, готовим",
    "status_approval_quick": "Получен, мы вам перезвоним",
    "status_approval_quick_mail": "Получен, мы вам напишем",
    "status_assembling": "Собираем",
    "status_delivery": "В пути",
    "status_delivery_pickup": "Готов, ждёт вас",
    "status_complete": "Выполнен",
    "status_cancel": "Отменён",
    "reason_no_call": "Нам не удалось с вами связаться.",
    "reason_no_product": "Кое-что из заказа закончилось.",
    "reason_bought_elsewhere": "Вы нашли это в другом месте.",
    "reason_delivery_does_not_suit": "Вам не подошла доставка.",
    "reason_price_does_not_suit": "Вам не подошла цена.",
    "reason_duplicate": "Он повторял другой ваш заказ.",
    "reason_spam": "Мы решили, что этого заказа никто не делал.",
    "reason_customer": "Вы отменили его сами.",
    "reason_other": "Если хотите знать почему, спросите нас.",
    "next_check": "Проверим, что всё на месте, и ответим до {by}.",
    "next_check_soon": "Проверим, что всё на месте, и свяжемся с вами.",
    "next_call": "Позвоним до {by} и договоримся о доставке и оплате. До этого ничего платить не нужно.",
    "next_call_soon": "Позвоним и договоримся о доставке и оплате. До этого ничего платить не нужно.",
    "next_write": "Напишем до {by} и договоримся о доставке и оплате. До этого ничего платить не нужно.",
    "next_write_soon": "Напишем и договоримся о доставке и оплате. До этого ничего платить не нужно.",
    "next_late": "Мы отвечаем дольше, чем обещали, — извините. Если ждать неудобно, позвоните или напишите.",
    "next_approval": "Обо всём договорились. Теперь соберём.",
    "next_assembling": "Собираем. Когда заказ уйдёт, это будет видно здесь.",
    "next_delivery": "Заказ уже едет. Пусть кто-нибудь сможет его принять.",
    "next_delivery_pickup": "Заказ ждёт вас в магазине.",
    "next_complete": "Пусть радует. Если что-то не так, напишите или позвоните.",
    "next_cancel": "Ничего отправлено не будет.",
    "too_late": "Отменить этот заказ здесь уже нельзя. Напишите или позвоните нам.",
    "link_sent": "Если такой заказ есть, ссылка на него уже в пути на почту, которая в нём указана.",
    "link_sent_hint": "Она придёт через несколько минут; загляните и в папку «Спам».",
    "find_title": "Найти мой заказ",
    "changed": "Кое-что изменилось",
    "changed_short": "{name}: вы хотели {wanted}, осталось {n}",
    "changed_out": "{name}: распродано",
    "changed_lost": "{name}: больше не продаётся",
    "changed_total": "Итого: было {before}, стало {now}",
    "changed_cut": "Ниже — то, что есть, и сколько это стоит. Пока ничего не заказано.",
    "one_click": "Заказать в один клик",
    "one_click_text": "Достаточно телефона или почты. Мы свяжемся с вами и договоримся о доставке и оплате;"
    " до этого ничего платить не нужно.",
    "one_click_name": "Как к вам обращаться",
    "one_click_total": "Итого без доставки",
    "one_click_button": "Отправить заказ",
    "order_bill": "Что вы заказали",
    "order_placed": "Оформлен",
    "order_tracking": "Номер для отслеживания",
    "order_ahead": "ещё впереди",
    "order_returned": "Возвращено",
    "order_again": "Заказать ещё раз",
    "order_gone": "Больше не продаётся: {names}.",
    "order_cancel": "Отменить заказ",
    "order_cancel_sure": "Собирать его ещё не начали, поэтому отменить можно. Вернуть потом не получится.",
    "order_cancel_yes": "Да, отменить",
    "trap": "Оставьте это поле пустым",
    "duration_minutes": "{n} мин.",
    "duration_hours": "{n} ч.",
    "doubt_trap": "Заполнено поле, которого люди не видят.",
    "doubt_no_token": "Заказ пришёл не из формы магазина.",
    "doubt_too_fast": "Форма отправлена быстрее чем за две секунды.",
    "doubt_old_token": "Форма была открыта больше суток.",
    "doubt_reused_token": "Эту же форму уже отправляли.",
    "doubt_many_of_contact": "С этого телефона или почты за час пришло больше заказов, чем обычно.",
    "doubt_many": "За час от всех вместе пришло больше заказов, чем обычно.",
    "flag_undeliverable": "Письма на почту покупателя возвращаются, больше мы не пишем. Лучше позвонить.",
    "flag_complaint": "Покупатель отметил наше письмо как спам, больше мы не пишем. Лучше позвонить.",
    "flag_no_letter": "Покупателю не написали: за день на эту почту ушло слишком много писем.",
    "letter_order_received": "Письмо «Спасибо за заказ»",
    "letter_order_link": "Письмо со ссылкой на заказ",
    "letter_order_confirmed": "Письмо «Ваш заказ подтверждён»",
    "letter_order_packing": "Письмо «Собираем ваш заказ»",
    "letter_order_sent": "Письмо «Ваш заказ в пути»",
    "letter_order_done": "Письмо «Ваш заказ выполнен»",
    "letter_order_cancelled": "Письмо «Ваш заказ отменён»",
    "letter_order_placed": "Письмо о новом заказе",
    "letter_order_overdue": "Письмо о заказе, который ждёт",
    "letter_order_withdrawn": "Письмо о заказе, который отменил покупатель",
    "letter_outbox_dead": "Письмо о недоставленном сообщении",
    "webhook": "Вебхук {event}",
    "problem": "Не получилось",
    "problem_back": "Кнопка «Назад» в браузере вернёт вас к тому, что вы ввели.",
}

WORDS: Mapping[str, Mapping[str, str]] = {"en": _EN, "ru": _RU}

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


def say(language: str, code: str, **values: object) -> str:
    """The sentence of that code, in English where the language is not spoken here.

    Money and texts among the values are told in that language.
    """
    told = {name: _told(value, spoken(language)) for name, value in values.items()}
    return WORDS[spoken(language)][code].format_map(told)


def _told(value: object, language: str) -> object:
    if isinstance(value, Money):
        return value.text(language)
    return value[language] if isinstance(value, Text) else value


def spoken(language: str) -> str:
    """The language that is really spoken to shops in *language*."""
    return language if language in WORDS else FALLBACK


def moment(at: datetime, timezone: str, language: str) -> str:
    """A moment as the shop's clock shows it: `23 November 2026, 14:05`."""
    local, zone = at.astimezone(UTC), " UTC"
    # A system without time zones still tells the time.
    with suppress(ZoneInfoNotFoundError, ValueError):
        local, zone = at.astimezone(ZoneInfo(timezone)), ""
    month = _MONTHS.get(language, _MONTHS[FALLBACK]).split()[local.month - 1]
    return f"{local.day} {month} {local.year}, {local:%H:%M}{zone}"


def moment_text(at: datetime, timezone: str) -> Text:
    """The same in every language that is spoken here."""
    return Text({language: moment(at, timezone, language) for language in WORDS})


def promise(minutes: int, language: str) -> str:
    """By when the shop answers; empty where it does not say."""
    if not minutes:
        return ""
    if minutes == 1:
        return say(language, "promise_minute")
    if minutes % 60:
        return say(language, "promise_minutes", n=minutes)
    return say(language, "promise_hours", n=minutes // 60)


def duration(minutes: int, language: str) -> str:
    """How long something may take: `30 min`, `8 h`; empty for no time at all."""
    if not minutes:
        return ""
    if minutes % 60:
        return say(language, "duration_minutes", n=minutes)
    return say(language, "duration_hours", n=minutes // 60)
