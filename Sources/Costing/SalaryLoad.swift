/// The load on pay, for the ways in which statistics state it.
///
/// Two common errors: taking a share of total compensation as a markup on wages, and loading an
/// annual salary with paid leave that it already pays.
public enum SalaryLoad {
  /// Turns a share of total compensation into a markup on wages: s ÷ (1 − s).
  ///
  ///     SalaryLoad.onWages(shareOfCompensation: 0.298)  // 0.4245
  ///
  /// - Parameter share: Benefits ÷ total compensation, `0..<1`.
  /// - Returns: Benefits ÷ wages for time worked.
  /// - SeeAlso: BLS, Employer Costs for Employee Compensation.
  public static func onWages(shareOfCompensation share: Double) -> Double {
    precondition((0..<1).contains(share), "a share of compensation of \(share)")
    return share / (1 - share)
  }

  /// Turns hourly compensation by component into a load on an annual salary.
  ///
  /// The salary pays the leave, so leave moves from the load to the base. Supplemental pay (overtime,
  /// bonuses) counts only when it is not paid beside the salary in a line of its own.
  ///
  /// - Parameters:
  ///   - compensation: Total compensation of an hour worked, in dollars.
  ///   - benefits: All benefits of it, leave and supplemental pay included.
  ///   - paidLeave: Leave among the benefits.
  ///   - supplementalPay: Overtime and bonuses among the benefits.
  ///   - includingSupplementalPay: Whether the load pays them.
  /// - Returns: Dollars on top of each dollar of salary.
  public static func onSalary(
    compensation: Double, benefits: Double, paidLeave: Double, supplementalPay: Double,
    includingSupplementalPay: Bool = false
  ) -> Double {
    precondition(
      compensation > benefits && paidLeave >= 0 && supplementalPay >= 0
        && benefits >= paidLeave + supplementalPay,
      "compensation \(compensation), benefits \(benefits), leave \(paidLeave)")
    let salary = compensation - benefits + paidLeave
    let load = benefits - paidLeave - (includingSupplementalPay ? 0 : supplementalPay)
    return load / salary
  }
}
