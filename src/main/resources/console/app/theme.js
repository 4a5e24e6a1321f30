// Light or dark theme: that of the system, unless the user chose one.
const KEY = 'spillway.theme';

const chosen = () => localStorage.getItem(KEY);
const system = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
export const theme = () => chosen() ?? system();

export function apply() {
  const choice = chosen();
  if (choice) {
    document.documentElement.dataset.theme = choice;
  } else {
    delete document.documentElement.dataset.theme;
  }
}

export function toggle() {
  const next = theme() === 'dark' ? 'light' : 'dark';
  if (next === system()) {
    localStorage.removeItem(KEY);
  } else {
    localStorage.setItem(KEY, next);
  }
  apply();
}
