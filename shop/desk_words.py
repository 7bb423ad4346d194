"""What the desk says to whoever runs the shop; a part of `shop.words`."""

from __future__ import annotations

EN = {
    # What is wrong with a form of the desk.
    "act_choose": "Please press one of the buttons below.",
    "act_choose_reason": "Please choose why it is cancelled.",
    # Links that open nothing, or nothing any more.
    "act_none_title": "This link opens nothing",
    "act_none": "It is not as it stood in the letter, or what it was about is no longer there. Please open it"
    " from the letter itself; if your mail program has broken it in two, copy both halves.",
    "act_expired_title": "This link is too old",
    "act_expired": "A link that acts for the shop is good for seven days; this one ended on {until}.",
    "act_expired_hint": "Nothing is lost. A newer letter about the same thing carries a newer link; and where"
    " the shop is served, orders are listed at /_orders/ and by the command python build.py orders.",
    "act_unavailable": "This cannot be done right now; nothing was changed. Please try again in a minute.",
    # What a page of the desk says.
    "act_done": "Done. This is where it is now.",
    "act_stale": "Nothing was done: this has changed since you opened the page. What you typed is still here;"
    " look at what is new, then decide again.",
    "act_illegal": "Nothing was done: that is not possible from where it is now.",
    "act_meanwhile": "What has happened meanwhile",
    "act_next": "What comes next",
    "act_final": "There is nothing left to do here.",
    "act_none_allowed": "From where it is now, somebody in another role moves it on.",
    "act_since": "Since {at}",
    "act_late": "This takes longer than it should.",
    "act_customer": "Customer",
    "act_address": "Where to",
    "act_note": "Note",
    "act_comment": "A comment, for your own eyes",
    "act_tracking": "The carrier’s number, if there is one",
    "act_reason": "Why; the customer reads the words in quotes",
    "act_reason_none": "Please choose",
    "act_written_to": "The customer is written to.",
    "act_written_to_unless": "The customer is written to, unless it was nobody’s order.",
    "act_not_written_to": "Nobody is written to.",
    "act_approval": "Confirm the order",
    "act_assembling": "Begin to pack",
    "act_delivery": "It leaves",
    "act_complete": "It has arrived",
    "act_cancel": "Cancel the order",
    "act_back": "Back: something is missing",
    "act_history": "What has happened",
    "act_bill": "What was ordered",
    "act_customer_page": "The customer’s page of this order",
    "act_until": "This page opens from your letter until {until}. Whoever has its link can act for the shop:"
    " please do not pass it on.",
    # Who did what.
    "who_owner": "you",
    "who_customer": "the customer",
    "who_shop": "by itself",
    "past_placed": "Placed",
    "past_moved": "{before} → {after}",
    "past_overdue": "Took too long, and you were written to",
    "past_returned": "Something came back",
}

RU = {
    "act_choose": "Нажмите одну из кнопок ниже.",
    "act_choose_reason": "Выберите, почему заказ отменён.",
    "act_none_title": "Эта ссылка ничего не открывает",
    "act_none": "Она не такая, как в письме, или того, о чём она, больше нет. Откройте её из самого письма;"
    " если почтовая программа разорвала её на две части, скопируйте обе.",
    "act_expired_title": "Срок этой ссылки истёк",
    "act_expired": "Ссылка, которая действует от имени магазина, живёт семь дней; эта работала до {until}.",
    "act_expired_hint": "Ничего не потеряно. В более новом письме о том же есть и новая ссылка; а там, где"
    " магазин запущен, заказы видны по адресу /_orders/ и по команде python build.py orders.",
    "act_unavailable": "Сейчас это сделать нельзя, ничего не изменилось. Попробуйте ещё раз через минуту.",
    "act_done": "Готово. Вот как всё обстоит теперь.",
    "act_stale": "Ничего не сделано: пока страница была открыта, здесь что-то изменилось. Набранное вами"
    " сохранилось; посмотрите, что нового, и решите ещё раз.",
    "act_illegal": "Ничего не сделано: отсюда так поступить нельзя.",
    "act_meanwhile": "Что произошло за это время",
    "act_next": "Что дальше",
    "act_final": "Здесь больше нечего делать.",
    "act_none_allowed": "Дальше его передвигает сотрудник с другой ролью.",
    "act_since": "С {at}",
    "act_late": "Это длится дольше, чем должно.",
    "act_customer": "Покупатель",
    "act_address": "Куда",
    "act_note": "Примечание",
    "act_comment": "Заметка, только для вас",
    "act_tracking": "Номер отправления, если он есть",
    "act_reason": "Почему; слова в кавычках прочтёт покупатель",
    "act_reason_none": "Выберите",
    "act_written_to": "Покупатель получит письмо.",
    "act_written_to_unless": "Покупатель получит письмо, если только заказ не был ничьим.",
    "act_not_written_to": "Писем не будет.",
    "act_approval": "Подтвердить заказ",
    "act_assembling": "Начать собирать",
    "act_delivery": "Отправлен",
    "act_complete": "Получен покупателем",
    "act_cancel": "Отменить заказ",
    "act_back": "Назад: чего-то не хватает",
    "act_history": "Что было",
    "act_bill": "Что заказано",
    "act_customer_page": "Страница этого заказа для покупателя",
    "act_until": "Эта страница открывается из письма до {until}. Кто владеет ссылкой, тот действует от имени"
    " магазина: не передавайте её никому.",
    "who_owner": "вы",
    "who_customer": "покупатель",
    "who_shop": "само собой",
    "past_placed": "Оформлен",
    "past_moved": "{before} → {after}",
    "past_overdue": "Длилось слишком долго, вам написали",
    "past_returned": "Что-то вернулось",
}
