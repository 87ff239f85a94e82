import Testing

@testable import Costing

@Suite("The load on pay")
struct SalaryLoadTests {
  /// BLS, Employer Costs for Employee Compensation, June 2025: $45.65 an hour, 29.8 % benefits, of
  /// which leave $3.44 and supplemental pay $1.84.
  @Test("29.8 % of compensation is 42.45 % on wages and 23.5 % on a salary")
  func blsShares() {
    #expect(abs(SalaryLoad.onWages(shareOfCompensation: 0.298) - 0.4245) < 0.00005)
    let benefits = 0.298 * 45.65
    let salary = SalaryLoad.onSalary(
      compensation: 45.65, benefits: benefits, paidLeave: 3.44, supplementalPay: 1.84)
    #expect(abs(salary - 0.235) < 0.0005)
    let supplemented = SalaryLoad.onSalary(
      compensation: 45.65, benefits: benefits, paidLeave: 3.44, supplementalPay: 1.84,
      includingSupplementalPay: true)
    #expect(abs(supplemented - 0.286) < 0.0005)
  }

  @Test("Wages plus their load are the compensation")
  func wagesAddUp() {
    let share = 0.298
    let wages = 45.65 * (1 - share)
    #expect(abs(wages * (1 + SalaryLoad.onWages(shareOfCompensation: share)) - 45.65) < 1e-9)
  }
}
