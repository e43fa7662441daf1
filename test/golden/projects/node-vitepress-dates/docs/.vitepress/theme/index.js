import DefaultTheme from 'vitepress/theme';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.provide('search', import.meta.env.VITE_SEARCH_URL);
  },
};
