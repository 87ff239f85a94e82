import Quantities
import Results

/// Outcomes beside cost, and what each client costs and has been promised.
extension ReportContent {
  /// Outcomes by alternative; nothing when the scenario names none.
  var outcomesSection: Section? {
    guard !result.outcomes.isEmpty else { return nil }
    var names: [String] = []
    for value in result.outcomes where !names.contains(value.name) { names.append(value.name) }
    return Section(
      anchor: "outcomes", title: "What it achieves, apart from cost",
      lead:
        "Counted in the simulation of each alternative. None of it is netted against cost: what an outcome is worth is the scenario's own number.",
      blocks: names.map { .table(outcomeTable($0)) })
  }

  private func outcomeTable(_ name: String) -> Table {
    let values = result.outcomes.filter { $0.name == name }
    let (unit, source) = (values.first?.unit ?? "", values.first?.source ?? "")
    return Table(
      caption: name,
      columns: [.text("Alternative"), .number("Items"), .number(unit), .number("Worth")],
      rows: values.map {
        [
          .init($0.alternative), .init(Show.count($0.items)), .init(Show.count($0.amount)),
          .init($0.cents.map(Show.money) ?? "not given"),
        ]
      },
      note:
        "Items of \(values.first?.queue ?? "") that count: \(values.first?.of ?? ""). Source: \(source)."
    )
  }

  /// Clients by alternative; nothing when the scenario names none.
  var clientsSection: Section? {
    guard !result.clients.isEmpty else { return nil }
    return Section(
      anchor: "clients", title: "Clients",
      lead:
        "Each client's queues with their share of the pools' common costs, by hours. A fee is at risk for every required goal and period that the simulation misses.",
      blocks: [
        .table(
          Table(
            caption: "Cost, promises and fees at risk by client",
            columns: [
              .text("Client"), .text("Alternative"), .number("Members"), .number("Cost"),
              .number("Per member and month"), .number("Promises"), .number("Missed"),
              .number("Fees at risk"),
            ],
            rows: result.clients.map { one in
              let line = one.lineOfBusiness.isEmpty ? "" : " (\(one.lineOfBusiness))"
              return [
                .init(one.client + line), .init(one.alternative), .init(Show.count(one.members)),
                .init(Show.money(one.costCents)),
                .init("$" + Show.decimal(one.dollarsPerMemberMonth, 3)),
                .init(Show.count(one.promises)), .init(Show.count(one.missed)),
                .init(Show.money(one.exposureCents)),
              ]
            }))
      ])
  }
}
