# Makes data/own_clusters.csv (invented) and the cases two_stage, brewer, pps_wr, jk1, jkn, brr, fay, moments, kruskal,
# regressions, joint, interval_roots. Run in this folder: Rscript own_designs.R
suppressMessages(library(survey))
digits <- function(x) paste0("  \"", names(x), "\": ", sprintf("%.17g", x), collapse = ",\n")
case <- function(id, words, expected, rel_tol = 1e-9) writeLines(sprintf(
  "{\n \"id\": \"%s\",\n \"words\": \"%s\",\n \"rel_tol\": %g,\n \"params\": null,\n \"made_with\": \"%s, survey %s, own_designs.R\",\n \"expected\": {\n%s\n }\n}",
  id, words, rel_tol, R.version.string, packageVersion("survey"), digits(expected)), paste0("cases/", id, ".json"))
es <- function(s) { e <- coef(s); c(setNames(as.numeric(e), paste0("est.", names(e))), setNames(as.numeric(SE(s)), paste0("se.", names(e)))) }
pre <- function(x, p) setNames(x, paste0(p, ".", names(x)))

set.seed(20261124)
rows <- list()
for (h in 1:5) { N <- c(9, 14, 20, 11, 30)[h]
  for (c in 1:2) { M <- 4 + h + 3 * c; m <- 2 + (h + c) %% 3; base <- rnorm(1, 10 * h, 3)
    for (u in 1:m) rows[[length(rows) + 1]] <- data.frame(stratum = paste0("h", h), psu = paste0("c", c), ssu = u, N = N, M = M, m = m,
      y = round(rnorm(1, base, 4), 2), x = round(rexp(1, .1) + 1, 2), z = as.integer(runif(1) < .4), d = as.integer(runif(1) < .5), chance = round(.15 + .1 * c + .02 * h, 3)) } }
d <- do.call(rbind, rows); d$w <- d$N / 2 * d$M / d$m; d$wp <- d$M / d$m / d$chance
write.csv(d, "data/own_clusters.csv", row.names = FALSE)

both <- function(des) c(pre(es(svymean(~y + z, des)), "mean"), pre(es(svytotal(~y, des)), "total"), pre(es(svymean(~y, subset(des, d == 1))), "domain"), degf = degf(des))
two <- svydesign(ids = ~psu + ssu, strata = ~stratum, fpc = ~N + M, weights = ~w, data = d, nest = TRUE)
case("two_stage", "Two stages, population sizes at both", both(two))
q <- svydesign(ids = ~psu, strata = ~stratum, fpc = ~chance, weights = ~wp, data = d, nest = TRUE, pps = "brewer")
case("brewer", "Unequal probabilities without replacement, Brewer's approximation, units taken as whole", both(q))
q <- svydesign(ids = ~psu, strata = ~stratum, weights = ~wp, data = d, nest = TRUE)
case("pps_wr", "Unequal probabilities with replacement: weights only", both(q))

firms <- read.csv("data/pub_firms.csv")
flat <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
three <- function(r) c(pre(es(svymean(~y + z, r)), "mean"), pre(es(svytotal(~y, r)), "total"), ratio = as.numeric(coef(svyratio(~y, ~x, r))), ratio_se = as.numeric(SE(svyratio(~y, ~x, r))))
case("jkn", "JKn with population sizes: one replicate for each unit of the first stage", three(as.svrepdesign(svydesign(ids = ~psu, strata = ~stratum, fpc = ~N, weights = ~w, data = d, nest = TRUE), type = "JKn", compress = FALSE)))
one <- d; one$unit <- paste(one$stratum, one$psu); one$all <- 79
case("jk1", "JK1 with a population of 79 units", three(as.svrepdesign(svydesign(ids = ~unit, fpc = ~all, weights = ~w, data = one), type = "JK1", compress = FALSE)))
H <- matrix(1); for (i in 1:3) H <- rbind(cbind(H, H), cbind(H, -H))   # Sylvester's Hadamard matrix of order 8
side <- ifelse(d$psu == "c1", 1, -1)
halves <- function(rho) sapply(1:8, function(r) d$w * (1 + (1 - rho) * side * H[r, 1 + as.integer(factor(d$stratum))]))
case("brr", "BRR on two units a stratum, columns 2 to 6 of Sylvester's matrix of order 8", three(svrepdesign(data = d, weights = ~w, repweights = halves(0), type = "BRR", combined.weights = TRUE)))
case("fay", "Fay's method with rho 0.3 on the same halves", three(svrepdesign(data = d, weights = ~w, repweights = halves(.3), type = "Fay", rho = .3, combined.weights = TRUE)))

des <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~N_h, data = firms)
v <- svyvar(~q5, des)
k <- subset(des, !is.na(q4)); W <- sum(weights(k)); mv <- svymean(~q4 + q5 + I(q4^2) + I(q5^2) + I(q4 * q5), k)
names(mv) <- attr(mv, "names") <- c("a", "b", "aa", "bb", "ab"); dimnames(attr(mv, "var")) <- list(names(mv), names(mv))
r <- svycontrast(mv, quote((ab - a * b) / sqrt((aa - a^2) * (bb - b^2))))
case("moments", "Variance of q5; correlation of q4 and q5 by the delta method on five means", c(var = as.numeric(coef(v)), var_se = as.numeric(SE(v)), cor = as.numeric(coef(r)), cor_se = as.numeric(SE(r))))
s <- subset(des, !is.na(q2)); kt <- svyranktest(q2 ~ size, s, test = "KruskalWallis")
case("kruskal", "Rank test over four sizes; survey 4.1-1 prints the statistic under parameter", c(chisq = as.numeric(kt$parameter), p = as.numeric(kt$p.value)))
des <- update(des, size = factor(size, levels = c("Small", "Medium", "Large", "XL")))
m <- svyglm(q4 ~ region + size + log(q5), des); s <- summary(m)$coefficients; t <- regTermTest(m, ~size)
l <- svyglm(q1_a ~ region + size, subset(des, sector %in% c("S01", "S02", "S03")), family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 100)); sl <- summary(l)$coefficients
case("regressions", "Linear regression with a term test; logistic regression in a domain", c(setNames(s[, 1], paste0("lin.b.", rownames(s))), setNames(s[, 2], paste0("lin.se.", rownames(s))),
  lin.df = m$df.residual, lin.F = as.numeric(t$Ftest), lin.p = as.numeric(t$p), setNames(sl[, 1], paste0("log.b.", rownames(sl))), setNames(sl[, 2], paste0("log.se.", rownames(sl)))), 1e-8)
q <- update(des, b = q5 * q1_b, a = as.numeric(sector == "S01"), e = as.numeric(region == "EU"), j = as.numeric(region == "JP"))
tt <- svytotal(~I(q5 * e) + I(q5 * j) + I(b * e) + I(b * j) + I(q5 * a), q); names(tt) <- attr(tt, "names") <- c("xe", "xj", "ye", "yj", "xa"); dimnames(attr(tt, "var")) <- list(names(tt), names(tt))
jt <- svycontrast(tt, list(quote(xe), quote(xj), quote(ye / xe), quote(yj / xj), quote(xa))); V <- vcov(jt)
nm <- c("total.EU", "total.JP", "ratio.EU", "ratio.JP", "total.S01"); o <- setNames(as.numeric(coef(jt)), nm)
for (r in 1:5) for (c in r:5) o[paste0(nm[r], ":", nm[c])] <- V[r, c]
case("joint", "Totals and ratios of regions, and the total of a sector that overlaps both, with their covariance", o)
lim <- function(y, des, meth) { z <- svyciprop(as.formula(paste0("~", y)), des, method = meth); as.numeric(confint(z)) }
p <- read.csv("data/pub_panel107.csv"); p <- p[p$wave == 1, ]; panel <- svydesign(ids = ~1, strata = ~region, weights = ~w, fpc = ~N_h, data = p)
o <- c(); for (meth in c("logit", "likelihood")) { o[paste0(meth, c(".firms.low", ".firms.high"))] <- lim("q1_d", des, meth); o[paste0(meth, c(".panel.low", ".panel.high"))] <- lim("div", panel, meth) }
case("interval_roots", "svyciprop by logit and likelihood; R searches both with a loose stop", o, 1e-4)
