import Results

extension ReportContent {
  /// Who is taught what and from when on; nothing where nobody is.
  func crossTrainingTable(_ plan: StaffPlan) -> Table? {
    let taught = plan.crossTrainings
    guard !taught.isEmpty else { return nil }
    return Table(
      caption: "People to be taught other work",
      columns: [
        .text("Teaching begins"), .text("Pool"), .number("People"), .text("Work"),
        .text("At it from"),
      ],
      rows: taught.map { one in
        [
          .init(Show.weekdayDate(one.decision.start)), .init(one.pool),
          .init(Show.count(one.decision.people)), .init(Show.list(one.decision.work)),
          .init(Show.date(one.decision.workFrom)),
        ]
      })
  }

  /// Who is taught other work, as a sentence; empty where nobody is.
  func teaching(_ plan: StaffPlan) -> Prose {
    let taught = plan.crossTrainings
    guard let first = taught.first else { return "" }
    let people = taught.reduce(0) { $0 + $1.decision.people }
    return
      " It teaches \(Show.plural(people, "person", "people")) other work, the first from \(strong: Show.weekdayDate(first.decision.start)) on."
  }
}
