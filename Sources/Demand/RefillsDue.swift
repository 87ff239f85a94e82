import ClaimsStore
import Quantities

/// The run-outs behind a driver on refills that come due.
struct RefillsDue {
  /// Run-outs by their local day; `second` is the fill's own instant, whose clock time they keep.
  let events: [ClaimEvent]
  /// Whole days by which an item comes before the run-out.
  let leadDays: Int
  /// Days from the start of the record until nearly every run-out is of a fill inside it.
  let warmUpDays: Int

  /// Finds the run-outs of the fills that a predicate selects.
  ///
  /// - Throws: ``DemandError`` when the lead is negative or over ten years; ``ClaimsQueryError`` when
  ///   the predicate does not fit the claims.
  init(
    _ episodes: ClaimEpisodes, where predicate: ClaimsPredicate, leadDays: Double, subject: String
  ) throws {
    guard leadDays >= 0, leadDays <= 3652 else {
      throw DemandError(
        subject: subject,
        problem: "a lead of \(short(leadDays)) days before a run-out. Write 0 to 3652 days.")
    }
    let lead = Int(leadDays.rounded())
    self.leadDays = lead
    let supply = episodes.table.column(named: "days_supply")
    var supplies: [Int] = []
    events = try episodes.runOuts(where: predicate).map { runOut in
      guard let days = supply?.integer(runOut.row) else { return runOut }
      supplies.append(Int(days))
      // A clock change between fill and run-out would move a run-out by whole 24 hours by an hour.
      var event = runOut
      if event.hasTimeOfDay { event.second -= days * 86_400 }
      return event
    }
    // Before this, refills of fills that were dispensed before the record are missing. The longest
    // hundredth of supplies is left aside, so that single odd fills do not cost much of the record.
    supplies.sort()
    let usual = supplies.isEmpty ? 0 : supplies[(supplies.count - 1) * 99 / 100]
    warmUpDays = max(0, usual - lead)
  }
}
