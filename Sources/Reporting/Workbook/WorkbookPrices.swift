import Quantities
import Results

/// The yellow cells: each price once, with its month's cells that lines refer to.
struct WorkbookPrices {
  /// One price of one pool, for one or more alternatives that agree on it.
  private struct Entry {
    var pool: String
    var key: String
    var alternatives: [Int]
    /// The values by month, `nil` where no line asks for one.
    var values: [Double?]
    var isShare: Bool
  }
  private var entries: [Entry] = []
  private let months: [String]
  private let alternatives: [String]

  /// The first column of months.
  private static let firstMonth = 5

  init(_ result: PlanResult, months: [String]) {
    self.months = months
    alternatives = result.alternatives.map(\.name)
    for (index, alternative) in result.alternatives.enumerated() {
      var found: [Entry] = []
      for item in alternative.cost.items {
        guard let month = months.firstIndex(of: item.line.month) else { continue }
        for price in item.factors.compactMap(\.price) {
          if let place = found.firstIndex(where: {
            $0.pool == item.line.pool && $0.key == price.key
          }) {
            found[place].values[month] = price.value
          } else {
            var values = [Double?](repeating: nil, count: months.count)
            values[month] = price.value
            found.append(
              Entry(
                pool: item.line.pool, key: price.key, alternatives: [index], values: values,
                isShare: WorkbookPrices.isShare(price.key)))
          }
        }
      }
      for entry in found { merge(entry, of: index) }
    }
  }

  /// Joins a price with the same of earlier alternatives where no month contradicts.
  private mutating func merge(_ entry: Entry, of alternative: Int) {
    let place = entries.firstIndex { known in
      known.pool == entry.pool && known.key == entry.key
        && zip(known.values, entry.values).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
    }
    guard let place else {
      entries.append(entry)
      return
    }
    entries[place].alternatives.append(alternative)
    entries[place].values = zip(entries[place].values, entry.values).map { $0 ?? $1 }
  }

  private static func isShare(_ key: String) -> Bool {
    key.hasPrefix("load") || key.hasSuffix("holidayPremium") || key.hasSuffix("shareOfPay")
  }

  /// The cell of a price in a month.
  func cell(_ alternative: Int, pool: String, key: String, month: Int) -> String? {
    let place = entries.firstIndex {
      $0.pool == pool && $0.key == key && $0.alternatives.contains(alternative)
    }
    return place.map {
      "'Prices'!" + Sheet.address($0 + 4, WorkbookPrices.firstMonth + month)
    }
  }

  /// The sheet.
  var sheet: Sheet {
    var sheet = Sheet("Prices", widths: [22, 34, 24, 44, 14] + months.map { _ in 11 })
    sheet.text(0, 0, "Prices", .title)
    sheet.text(
      1, 0,
      "Change yellow cells only. Dollars, shares as percent, and people whom a supervisor leads. The fourth column is what to type to run the scenario with another price.",
      .note)
    sheet.headings(
      3, ["Pool", "Price", "In", "With --plan-from", "Every month"] + months.map(Show.month),
      numbersFrom: 4)
    for (index, entry) in entries.enumerated() {
      let row = index + 4
      let known = entry.values.compactMap(\.self)
      let first = known.first ?? 0
      let isConstant = known.allSatisfy { $0 == first }
      let style: CellStyle = entry.isShare ? .priceShare : .price
      sheet.text(row, 0, entry.pool)
      sheet.text(row, 1, WorkbookPrices.name(entry.key))
      let all = entry.alternatives.count == alternatives.count
      sheet.text(
        row, 2,
        all
          ? "every alternative"
          : entry.alternatives.map { alternatives[$0] }.joined(separator: ", "))
      if !entry.key.contains(" ") && isConstant {
        sheet.text(
          row, 3, "--set pools.\(entry.pool).\(entry.key)=\(Show.plainNumber(first))", .note)
      }
      if isConstant { sheet.number(row, 4, first, style) }
      for month in months.indices {
        let column = WorkbookPrices.firstMonth + month
        if isConstant {
          sheet.formula(
            row, column, Sheet.address(row, 4), first, entry.isShare ? .share : .exact)
        } else {
          sheet.number(row, column, entry.values[month] ?? first, style)
        }
      }
    }
    sheet.frozen = (4, 2)
    return sheet
  }

  /// A price in words.
  private static func name(_ key: String) -> String {
    let names = [
      "salaryPerYear": "Salary a year", "loadedCostPerYear": "Salary and benefits a year",
      "wagePerHour": "Wage, an hour", "load.shareOfWages": "Load on wages",
      "load.shareOfSalary": "Load on the salary", "technologyPerMonth": "Technology, person-month",
      "supervision.loadedCostPerYear": "A supervisor's loaded cost a year",
      "supervision.span": "People whom a supervisor leads",
      "hiring.recruitingPerHire": "Recruiting of a hire",
      "hiring.trainingPerHire": "Training of a hire", "severancePerPerson": "Severance of a person",
      "terminationFee": "Ending a contract, a person", "pricing.perPaidHour": "Paid hour",
      "pricing.perScheduledHour": "Scheduled hour", "pricing.perLoggedInHour": "Logged-in hour",
      "pricing.perHandledMinute": "Handled minute", "pricing.perContact": "Contact",
      "pricing.perCase": "Case", "pricing.perFTEMonth": "Person-month",
      "pricing.minimumPerMonth": "Least payment a month", "pricing.setUp": "Set-up, once",
      "pricing.trainingRate": "Paid hour of training",
      "pricing.holidayPremium": "Premium for holidays, share of pay",
      "pricing.serviceCredits.shareOfPay": "Credit for missed goals, share of pay",
      "trainers.loadedCostPerYear": "A trainer's loaded cost a year",
      "quality.perHour": "Hour of review", "seats.perMonth": "Seat-month",
      "seats.each": "New seat", "vendorManagement.perMonth": "Managing the vendor, a month",
      "vendorManagement.shareOfPay": "Managing the vendor, share of the invoice",
    ]
    return names[key] ?? key
  }
}

extension Show {
  /// A number as a spec has it, without grouping: `46000`, `0.235`.
  static func plainNumber(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
