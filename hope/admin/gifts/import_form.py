"""The forms of an import: the file, and how its columns are read."""

from typing import Any

from wtforms import Field

from hope.giving.importing.columns import COLUMNS, NEEDED, ORDERS
from hope.giving.importing.reading import Reading, Target
from hope.kernel.forms import ListField, SessionForm, TickField

NOT_THERE = ""


class ReadingForm(SessionForm):
    """Which column is what, and how days and missing things are read."""

    order = ListField("How days are written", [(key, f"Like {words}") for key, words in ORDERS.items()])
    fallback = ListField("For gifts whose campaign the file does not name", [])
    with_doubles = TickField("Import lines too that look like a gift that is there already")
    with_nameless = TickField("Keep gifts without name and address, as of “Anonymous”")
    with_receipts = TickField("Issue receipts and send them")

    def __init__(self, headers: tuple[str, ...], targets: list[Target], reading: Reading) -> None:
        super().__init__(**self._kept(reading))
        self.fallback.choices = [(NOT_THERE, "Nothing: such lines are problems")]
        self.fallback.choices += [(str(one.id), f"{one.title} ({one.currency})") for one in targets]
        for field in self.column_fields:
            field.choices = [
                (NOT_THERE, "Not in the file"),
                *((str(n), name or f"Column {n + 1}") for n, name in enumerate(headers)),
            ]

    @staticmethod
    def _kept(reading: Reading) -> dict[str, Any]:
        columns = {name: str(place) for name, place in reading.columns.items()}
        rest = {"order": reading.order, "fallback": str(reading.fallback or NOT_THERE)}
        ticks = {name: getattr(reading, name) for name in ("with_doubles", "with_nameless", "with_receipts")}
        return columns | rest | ticks

    @property
    def column_fields(self) -> list[Field]:
        """A field for each thing that a column can be."""
        return [self[name] for name in COLUMNS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Day and amount have to be somewhere, and no column is two things."""
        fine = super().validate(extra_validators)
        taken: dict[str, str] = {}
        for field in self.column_fields:
            if field.data == NOT_THERE and field.short_name in NEEDED:
                field.errors = ["Say which column this is."]
            elif field.data and field.data in taken:
                field.errors = [f"This column is “{taken[field.data]}” already."]
            taken.setdefault(field.data or "-", field.label.text)
        return fine and not any(field.errors for field in self.column_fields)

    def reading(self) -> Reading:
        """What was said."""
        return Reading(
            columns={f.short_name: int(f.data) for f in self.column_fields if f.data},
            order=self.order.data,
            fallback=int(self.fallback.data) if self.fallback.data else None,
            with_doubles=bool(self.with_doubles.data),
            with_nameless=bool(self.with_nameless.data),
            with_receipts=bool(self.with_receipts.data),
        )


for _name, _label in COLUMNS.items():
    setattr(ReadingForm, _name, ListField(_label, [], default=NOT_THERE))
