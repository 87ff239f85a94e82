import Foundation
import LocatedJSON

/// What the parts of a pool must have of each other.
extension ReadingContext {
  /// People who are in training now have places.
  func checkPlaces(_ reader: ObjectReader, _ spec: PoolSpec) {
    guard let places = spec.hiring?.trainingPlaces, spec.current.inTraining > Double(places),
      let item = reader.item("hiring")?.member("trainingPlaces")
    else { return }
    report(
      .contradiction, item, "there are \(plain(spec.current.inTraining)) people in training now",
      "Write at least \(Int(spec.current.inTraining.rounded(.up)))")
  }

  /// Overtime fits into the week, and replacements of a vendor come up to speed before they leave.
  func checkWeek(_ reader: ObjectReader, _ spec: PoolSpec) {
    if let overtime = spec.overtime, spec.hoursPerWeek + overtime.hoursPerWeek > 168,
      let item = reader.item("overtime")?.member("hoursPerWeek")
    {
      report(
        .contradiction, item,
        "with \(plain(spec.hoursPerWeek)) hoursPerWeek that is more than the 168 hours of a week",
        "Write at most \(plain(max(0, 168 - spec.hoursPerWeek)))")
    }
    guard spec.contract == .va, let hiring = spec.hiring else { return }
    let lost = hiring.trainingDays / 7 + hiring.ramp.reduce(0) { $0 + 4 * (1 - $1) }
    let leaving = 1 - exp(-spec.attritionPerYear / 52)
    if lost * leaving >= 1 {
      reader.report(
        .contradiction, "attritionPerYear",
        "with this training and ramp, replacements would leave before they come up to speed",
        "Write less than \(plain((-52 * log(1 - 1 / max(lost, 1.001)) * 10).rounded(.down) / 10)), or shorten the training or ramp"
      )
    }
  }
}
