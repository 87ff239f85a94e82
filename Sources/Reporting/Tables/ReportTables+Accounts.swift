import Results

/// Tables of outcomes and clients.
extension ReportTables {
  /// Outcomes by alternative.
  var outcomes: CSVTable {
    CSVTable(
      name: "outcomes", rowMeaning: "an outcome of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("outcome", "text", "name in the scenario"),
        .init("queue", "text", "queue whose items count"),
        .init("of", "text", "failed, kept or offered items"),
        .init("items", "items", "how many, by the simulation"),
        .init("amount", "unit", "the same in the outcome's unit"),
        .init("unit", "text", "the unit"),
        .init("worth_cents", "cents", "what it is worth, apart from cost; blank when not given"),
      ],
      rows: result.outcomes.map {
        [
          .text($0.alternative), .text($0.name), .text($0.queue), .text($0.of), .number($0.items),
          .number($0.amount), .text($0.unit), $0.cents.map { .integer($0.value) } ?? .missing,
        ]
      })
  }

  /// Clients by alternative.
  var clients: CSVTable {
    CSVTable(
      name: "clients", rowMeaning: "a client in an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("client", "text", "name in the scenario"),
        .init("members", "members", "as given"),
        .init("cost_cents", "cents", "cost of its queues, shared costs by hours included"),
        .init("dollars_per_member_month", "dollars", "the same by member and month"),
        .init("promises", "count", "required goals and periods that are promised"),
        .init("missed", "count", "how many of them the simulation misses"),
        .init("exposure_cents", "cents", "fees at risk, at most the cap"),
      ],
      rows: result.clients.map {
        [
          .text($0.alternative), .text($0.client), .number($0.members),
          .integer($0.costCents.value), .number($0.dollarsPerMemberMonth), .integer($0.promises),
          .integer($0.missed), .integer($0.exposureCents.value),
        ]
      })
  }
}
