import Quantities
import Results

/// Turns a result into the report's document: words, tables and charts, no new numbers.
struct ReportContent {
  /// The answer that is told.
  let result: PlanResult
  /// The alternative that the report leads with; nothing when there is none.
  let leading: AlternativeResult?

  init(_ result: PlanResult) { (self.result, leading) = (result, result.leading) }

  /// The whole document.
  func document() -> Document {
    Document(
      title: result.name.isEmpty ? "Staffing plan" : result.name, question: result.question,
      subtitle: subtitle, notices: notices, answer: answer, figures: keyFigures,
      opening: opening, sections: sections)
  }

  private var sections: [Section] {
    var found = [alternativesSection]
    if let leading {
      found.append(headcountSection(leading))
      if let shiftSection { found.append(shiftSection) }
      found.append(volumeSection)
      if let quality = forecastQualitySection { found.append(quality) }
      found += [requirementSection(leading), proofSection(leading), costSection(leading)]
    } else {
      found.append(volumeSection)
      if let quality = forecastQualitySection { found.append(quality) }
    }
    found += [comparisonSection, outcomesSection, clientsSection, whatIfSection].compactMap(\.self)
    found.append(sensitivitySection)
    found.append(assumptionsSection)
    if let claims = result.demand.claims { found.append(claimsSection(claims)) }
    found += [methodSection, provenanceSection]
    return found
  }

  private var subtitle: String {
    let horizon = result.horizon
    let days = Show.plural(horizon.dayCount, "day", "days")
    return "\(Show.date(horizon.start)) to \(Show.date(horizon.end)) · \(days) · "
      + horizon.timeZone
  }

  /// How long the horizon is, in words that follow "over".
  var horizonWords: String {
    let (start, end) = (result.horizon.start, result.horizon.end)
    let next = end + 1
    let months =
      (next.parts.year - start.parts.year) * 12 + next.parts.month - start.parts.month
    if start.parts.day == next.parts.day, months > 0 {
      return months == 1 ? "one month" : "\(months) months"
    }
    return Show.plural(result.horizon.dayCount, "day", "days")
  }

  /// Notices above the answer: what declares the claims or the plan, then the closest warnings.
  private var notices: [Prose] {
    var found: [Prose] = []
    if let claims = result.demand.claims, claims.synthetic {
      found.append(
        "\(strong: "Synthetic claims.") The claims behind these volumes were made by a generator, not taken from a real plan. Read the figures as an illustration, not as a budget."
      )
    }
    if result.alternatives.contains(where: \.planned), !anyCertified {
      found.append(
        "\(strong: "No alternative is certified.") No plan keeps every required promise in the simulation. The report shows the one that comes closest."
      )
    }
    let others = result.alternatives.map(\.name).filter { $0 != leading?.name && !$0.isEmpty }
    let close = result.warnings.filter { warning in !others.contains { warning.hasPrefix($0) } }
    let shown = close.prefix(ReportContent.shownWarnings)
    found += shown.map { Prose($0) }
    let rest = result.warnings.count - shown.count
    if rest > 0 {
      let more = shown.isEmpty ? "" : "more "
      let words = Show.plural(rest, "\(more)warning stands", "\(more)warnings stand")
      found.append("\(words) under Assumptions.")
    }
    return found
  }

  /// Warnings on the first screen at most; those of other alternatives and the rest stand under the
  /// assumptions.
  static let shownWarnings = 2

  /// Whether an alternative keeps every required promise.
  var anyCertified: Bool { result.alternatives.contains(where: \.certified) }

  /// The share of demand paths for which the plan is made, as a reader sees it; nothing without.
  func planFor(_ alternative: AlternativeResult) -> String {
    Show.roughPercent(alternative.proof.pathRank)
  }

  /// When a goal fails first, in words that follow its name.
  func failure(_ goal: GoalProof) -> String {
    let what = isFloorMissed(goal) ? "misses its floor over shorter periods, first" : "first fails"
    return goal.firstFailure.map { "\(what) in the week of \(Show.date($0.startOfWeek))" }
      ?? "fails in the simulation"
  }

  /// Whether a goal is missed although each of its own periods meets the target: its floor is.
  func isFloorMissed(_ goal: GoalProof) -> Bool {
    !goal.met && !goal.periods.isEmpty && goal.periods.allSatisfy(\.met)
  }

  /// Text that ends as a sentence does.
  func sentence(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return ".!?".contains(last) ? text : text + "."
  }
}
