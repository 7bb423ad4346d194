from __future__ import annotations

from storefront import (
    catalog_models,
    feedback_models,
    promo_models,
    shop_models,
    status_models,
    support_models,
)
from storefront.keys import Keys, keys_of
from storefront.reference import FILE, reference
from tests.storefront.conftest import HERE


def test_the_reference_is_up_to_date() -> None:
    written = (HERE.parent.parent / FILE).read_text(encoding="utf-8")

    assert written == reference(), "run: python -m storefront.reference"


def test_every_key_of_every_model_is_in_it() -> None:
    text = reference()
    modules = (catalog_models, feedback_models, promo_models, shop_models, status_models, support_models)
    models = {
        model
        for module in modules
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, Keys) and model is not Keys
    }

    assert len(models) == 27
    for model in models:
        for key in keys_of(model):
            assert f"| `{key}` |" in text


def test_no_word_of_a_programmer_is_in_it() -> None:
    for word in ("None", "tuple", "dict", "Annotated", "default_factory"):
        assert word not in reference()
