import Quantities
import Results

/// What would change the answer, and what units of work cost.
extension ReportTables {
  var sensitivities: CSVTable {
    CSVTable(
      name: "sensitivities", rowMeaning: "an input of the leading alternative, moved alone",
      columns: [
        .init("input", "text", "what is moved"), .init("low", "text", "the change one way"),
        .init("low_cents", "cents", "change of cost at it"),
        .init("high", "text", "the change the other way"),
        .init("high_cents", "cents", "change of cost at it"),
      ],
      rows: result.sensitivities.map {
        [
          .text($0.input), .text($0.low), .integer($0.lowCents.value), .text($0.high),
          .integer($0.highCents.value),
        ]
      })
  }

  var workload: CSVTable {
    CSVTable(
      name: "workload", rowMeaning: "a multiple of the volume of all work",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("volume_factor", "multiple", "of the volume of all work"),
        .init("change_cents", "cents", "change of cost of a plan made anew, by the closed forms"),
      ],
      rows: result.workload.map { grid in
        zip(grid.factors, grid.costChangeCents).map {
          [.text(grid.alternative), .number($0), .integer($1.value)]
        }
      } ?? [])
  }

  var unitCosts: CSVTable {
    CSVTable(
      name: "unit_costs", rowMeaning: "a measure of work of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("measure", "text", "paid hour, on-phone hour, handled hour, or a queue's item"),
        .init("count", "number", "how many there are over the horizon"),
        .init("cents", "cents", "cost of one, rounded"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.cost.unitCosts.map {
          [
            .text(alternative.name), .text($0.measure), .number($0.count),
            .integer($0.cents.value),
          ]
        }
      })
  }

  var costFactors: CSVTable {
    CSVTable(
      name: "cost_factors", rowMeaning: "a factor of a line of cost",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("line", "number", "the line, from 1 in each alternative"),
        .init("month", "yyyy-mm", "local month"), .init("pool", "text", "who is paid"),
        .init("queue", "text", "queue to which the money belongs; empty for the pool's own"),
        .init("kind", "text", "the kind of line, as in cost_lines"),
        .init(
          "form", "text",
          "product: the factors' product; shareOfPay: × the month's pay; topUp: what the product exceeds the pay by; shareOfInvoice: × what the vendor is paid in the month"
        ),
        .init("factor", "text", "what is multiplied"), .init("value", "number", "its value"),
        .init("price", "text", "the spec's key below the pool where it is a price"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.cost.items.enumerated().flatMap { index, item in
          item.factors.map { factor in
            [
              .text(alternative.name), .integer(index + 1), .text(item.line.month),
              .text(item.line.pool), .text(item.line.queue), .text(item.line.kind),
              .text(item.form.rawValue), .text(factor.name), .number(factor.value),
              factor.price.map { .text($0.key) } ?? .missing,
            ]
          }
        }
      })
  }

  var pairs: CSVTable {
    CSVTable(
      name: "comparison_pairs", rowMeaning: "two planned alternatives over the same demand paths",
      columns: [
        .init("alternative", "text", "the one that may cost less"),
        .init("against", "text", "the other"),
        .init("share", "share", "paths in which it costs less"),
        .init("half_width_95", "share", "half of the 95 % interval"),
      ],
      rows: (result.comparison?.pairs ?? []).map {
        [
          .text($0.alternative), .text($0.against), .number($0.cheaperShare.mean),
          .number($0.cheaperShare.halfWidth),
        ]
      })
  }

  var occupancy: CSVTable {
    CSVTable(
      name: "occupancy", rowMeaning: "a pool of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("occupancy", "share", "busy / staffed time in the simulation"),
        .init("half_width_95", "share", "half of the 95 % interval"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.proof.occupancy.map {
          [
            .text(alternative.name), .text($0.pool), .number($0.occupancy.mean),
            .number($0.occupancy.halfWidth),
          ]
        }
      })
  }
}
