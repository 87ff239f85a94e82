import Results

extension ReportTables {
  /// Decisions to teach people other work.
  var crossTraining: CSVTable {
    CSVTable(
      name: "cross_training", rowMeaning: "a decision to teach people of a pool other work",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("work", "text", "queues, or queues and steps, that are taught"),
        .init("start", "date", "first day of teaching"),
        .init("work_from", "date", "first day on which they can do it"),
        .init("people", "people", "whole people"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.plan.crossTrainings.map { one in
          [
            .text(alternative.name), .text(one.pool),
            .text(one.decision.work.joined(separator: ", ")),
            .text(one.decision.start.description), .text(one.decision.workFrom.description),
            .integer(one.decision.people),
          ]
        }
      })
  }
}
