# Experiments by R's estimatr 1.0.0 (Debian r-cran-estimatr, jsonlite): simulated sellers, their data beside the results.
#     Rscript reference/experiment.R > reference/out/experiment.json
# Needs: apt-get install r-cran-estimatr r-cran-jsonlite
suppressMessages({ library(estimatr); library(jsonlite) })
RNGkind('Mersenne-Twister', 'Inversion', 'Rejection')
set.seed(20260101)

sellers <- 24
rows <- 1 + rpois(sellers, 3)
seller <- rep(seq_len(sellers), rows)
arm <- rep(sample(rep(0:1, c(14, 10))), rows)
x1 <- round(rep(rnorm(sellers), rows), 3)
x2 <- round(rnorm(length(seller)), 3)
own <- rep(rnorm(sellers, 0, .5), rows)
gap <- round(rnorm(length(seller), .3, 1), 3)
exposure <- as.integer(arm == 1 & runif(length(seller)) < .8)
y <- round(1 + .4 * arm + .5 * x1 + .3 * x1 * arm + .2 * x2 + own + rnorm(length(seller)), 4)
move <- round((.4 + .2 * arm + .1 * x1 + .1 * own) * gap + rnorm(length(seller), 0, .2), 4)
weight <- round(.5 + runif(length(seller)), 2)
data <- data.frame(seller, arm, x1, x2, gap, exposure, y, move, weight)

of <- function(fit, term) list(
  estimate = fit$coefficients[[term]], se = fit$std.error[[term]], df = unname(fit$df[[term]]),
  lower = unname(fit$conf.low[[term]]), upper = unname(fit$conf.high[[term]]))
both <- function(fit, term) list(CR2 = of(fit('CR2'), term), CR1 = of(fit('stata'), term))

iv <- function(se) iv_robust(y ~ exposure | arm, data, clusters = seller, se_type = se, diagnostics = TRUE)
cat(toJSON(list(
  data = data,
  means = both(function(se) lm_robust(y ~ arm, data, clusters = seller, se_type = se), 'arm'),
  weighted = list(CR1 = of(lm_robust(y ~ arm, data, weights = weight, clusters = seller, se_type = 'stata'), 'arm')),
  hc2 = of(lm_robust(y ~ arm, data, se_type = 'HC2'), 'arm'),
  lin = both(function(se) lm_lin(y ~ arm, ~ x1 + x2, data, clusters = seller, se_type = se), 'arm'),
  linHc2 = of(lm_lin(y ~ arm, ~ x1 + x2, data, se_type = 'HC2'), 'arm'),
  slope = both(function(se) lm_robust(move ~ 0 + gap + I(gap * arm), data, clusters = seller, se_type = se), 'I(gap * arm)'),
  complier = both(iv, 'exposure'),
  firstStage = both(function(se) lm_robust(exposure ~ arm, data, clusters = seller, se_type = se), 'arm')
), digits = 10, auto_unbox = TRUE, pretty = FALSE), '\n')
