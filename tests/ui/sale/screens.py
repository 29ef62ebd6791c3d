"""Screens of the sale page, made by hand: what screen.py might say."""

from dataclasses import replace

from pos_app.ui.sale.shown import (
    Button,
    End,
    Labels,
    LineRow,
    Look,
    Panel,
    ProductTile,
    SaleScreen,
    TerminalRow,
)

LABELS = Labels(
    search="Buscar o escanear",
    amount="Importe",
    add_amount="Agregar",
    total="Total",
    terminal="Terminal",
    remove="Quitar",
    more="Uno más",
    less="Uno menos",
    keys="F1 teclas   F2 buscar   F9 cobrar",
    lines="Renglones",
    products="Productos",
    quantity="Cantidad",
    copy="Copiar",
    close="Cerrar",
    terminals="Terminales",
)
SMART, PLUS = "PAX_A910__SMARTPOS7733", "INGENICO_MOVE2500__PLUS1234"


def row(at: int, quantity: int = 1) -> LineRow:
    price = f"{quantity} × $ 917,25"
    return LineRow(f"line{at}", f"Café {at}", price, quantity, "$ 917,25")


SALE = SaleScreen(
    labels=LABELS,
    title="Caja 1",
    person="Ana, cajera",
    ticket="Venta 118",
    connection="Conectado",
    lines=(row(0), row(1, 2)),
    total="$ 1.834,50",
    total_plain="1834.50",
    terminals=(
        TerminalRow(SMART, "Point Smart 7733 · modo PDV", True),
        TerminalRow(PLUS, "Point Plus 1234 · no está en modo PDV", False),
    ),
    chosen=SMART,
    picker="Elige la terminal",
    charge=Button("Cobrar $ 1.834,50 · Point Smart 7733", enabled=True),
    cash=Button("Efectivo", enabled=True),
    blocker=Button("Ver qué la ocupa", visible=False),
    new_sale=Button("Venta nueva", enabled=True),
    tiles=(ProductTile("779", "Café con leche", "$ 2.400,00"),),
)
PANEL = Panel(
    look=Look.SENT,
    status="OPENED",
    outcome="pending",
    amount="$ 1.834,50",
    terminal="Point Smart 7733",
    steps=("Enviado", "En la terminal", "Banco", "Listo"),
    step=0,
    end=End.GOING,
    headline="Enviado a Point Smart 7733",
    happened="15:04:12 · Mercado Pago lo tiene",
    hint="Toca COBRAR en la terminal.",
    elapsed_seconds=12,
    elapsed="0:12",
    cancel=Button("Cancelar cobro", enabled=True),
    check_again=Button("Volver a consultar", visible=False),
    see_why=Button("Mirar la terminal", visible=False),
    set_aside=Button("Apartar y seguir", visible=False),
    details_title="Detalles",
    details=(("Referencia", "till1-000118-1-8f2a9c"),),
)


def charging(panel: Panel = PANEL) -> SaleScreen:
    return replace(
        SALE,
        panel=panel,
        frozen="Bloqueada mientras se cobra",
        charge=Button(SALE.charge.text, reason="Hay un cobro en curso"),
        cash=Button("Efectivo", reason="Hay un cobro en curso"),
        new_sale=Button("Venta nueva", reason="Hay un cobro en curso"),
    )
