import Quantities
import Results

/// Where assistants cost as much as employees: by their price and their speed.
extension ReportContent {
  /// The two-way map: what an alternative saves at each price and speed.
  func breakEvenFigure(_ point: BreakEvenPoint) -> Figure {
    let prices = point.priceFactors.map {
      Show.money(Cents(roundingDollars: point.priceToday * $0))
    }
    let speeds = point.productivities.map { Show.percent($0, 0) }
    let today = point.priceFactors.firstIndex(of: 1)
    let planned = point.productivities.firstIndex(of: 1)
    let map = HeatMap(
      rows: speeds, columns: prices,
      values: point.savingCents.map { row in row.map { $0.dollars } }, unit: "saved",
      isSigned: true, below: "costs more",
      label: { Show.roughMoney(Cents(roundingDollars: $0), digits: 2) },
      marked: planned.flatMap { row in today.map { (row, $0) } },
      hover: { speed, price, saving in
        let amount = Show.roughMoney(Cents(roundingDollars: abs(saving)))
        return
          "\(price) at \(speed) of the planned speed: \(saving < 0 ? "costs \(amount) more" : "saves \(amount)")"
      })
    let words = breakEvenWords(point)
    return Figure(
      title: "What “\(point.alternative)” saves over “\(point.against)”",
      caption: words
        + " Across: the price \(unitWords(point.unit)); down: speed against the plan. Outlined: today. The same people at other prices and speeds; a plan made anew may do better.",
      alternative: "\(words.plain) The table below has every price and speed.",
      wide: map.drawing(width: 960, turned: false), narrow: map.drawing(width: 400, turned: true),
      data: .init(
        row: "a price and a speed of assistants",
        columns: ["price_dollars", "speed", "saving_cents"],
        rows: zip(point.productivities, point.savingCents).flatMap { speed, savings in
          zip(point.priceFactors, savings).map { factor, cents in
            [.number(point.priceToday * factor), .number(speed), .integer(cents.value)]
          }
        }))
  }

  /// The same in numbers.
  func breakEvenTable(_ point: BreakEvenPoint) -> Table {
    Table(
      caption: "Saving of “\(point.alternative)” over “\(point.against)” by price and speed",
      columns: [.text("Speed ÷ planned")]
        + point.priceFactors.map {
          .number(Show.money(Cents(roundingDollars: point.priceToday * $0)))
        },
      rows: zip(point.productivities, point.savingCents).map { speed, savings in
        [.init(Show.percent(speed, 0))]
          + savings.map {
            .init(Prose(Show.signedRoughMoney($0)), $0.value >= 0 ? .good : .bad)
          }
      })
  }

  private func breakEvenWords(_ point: BreakEvenPoint) -> Prose {
    let today = Show.money(Cents(roundingDollars: point.priceToday))
    guard let price = point.price else {
      return
        "No price of \(strong: point.pool) brings “\(point.alternative)” to the cost of “\(point.against)”."
    }
    let speed =
      point.productivity.map {
        ", or when they work at \(Show.percent($0, 0)) of the planned speed at today's price"
      } ?? ""
    return
      "Both cost the same when \(strong: point.pool) cost \(strong: Show.money(Cents(roundingDollars: price))) \(unitWords(point.unit)) (today \(today))\(speed)."
  }

  private func unitWords(_ unit: String) -> String {
    switch unit {
    case "perPaidHour": "a paid hour"
    case "perScheduledHour": "a scheduled hour"
    case "perLoggedInHour": "a logged-in hour"
    case "perHandledMinute": "a handled minute"
    case "perContact": "a contact"
    case "perCase": "a case"
    case "perFTEMonth": "a person-month"
    default: unit
    }
  }
}
